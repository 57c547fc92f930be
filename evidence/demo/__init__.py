"""The example case: published facts of 2018, Xi'an. Every telephone number is made up."""
