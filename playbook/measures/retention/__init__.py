"""Whether customers stay: churn, revenue kept, cohorts, survival."""
