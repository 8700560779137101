"""How one cell or JSON value is read: text, days, ends of validity, amounts, codes, pool names. Pure; what cannot be used says why."""
