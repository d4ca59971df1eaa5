"""Many runs over a range of hyperparameters."""
