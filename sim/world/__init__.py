"""What is there before the first week: people, network, bodies, calendar, luck."""

from sim.world.calendar import Calendar, Lane, lane_of
from sim.world.world import Luck, World, draw_world, starting_point

__all__ = ["Calendar", "Lane", "Luck", "World", "draw_world", "lane_of", "starting_point"]
