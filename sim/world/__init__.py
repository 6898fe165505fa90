"""What is there before the first week: people, network, bodies, calendar, luck."""

from sim.world.drawn_register import drawn_register
from sim.world.lane import Lane, lane_of
from sim.world.timetable import Calendar, Timetable
from sim.world.world import Luck, World, draw_world, room_for_luck, starting_point

__all__ = [
    "Calendar",
    "Lane",
    "Luck",
    "Timetable",
    "World",
    "draw_world",
    "drawn_register",
    "lane_of",
    "room_for_luck",
    "starting_point",
]
