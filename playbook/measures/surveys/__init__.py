"""Who was asked, who answered, and how many answers it takes."""
