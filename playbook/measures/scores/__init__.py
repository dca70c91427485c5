"""What customers say: recommendation, satisfaction, effort, and shares and means of groups."""
