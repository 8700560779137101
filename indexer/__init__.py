"""Files in: pool files, rebuild, verify, evaluation."""
