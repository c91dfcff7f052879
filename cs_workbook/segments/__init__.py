"""Who is who: attention of people, value and tiers of accounts, and who earns a plan."""
