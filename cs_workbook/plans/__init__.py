"""Success plans as data: what a plan says, before anything is drawn."""
