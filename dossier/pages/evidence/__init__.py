"""What sources say of each point: the apparatus, differences and questions, figures over time, and descent."""
