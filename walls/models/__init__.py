from walls.models.note import Note
from walls.models.note_arrow import NoteArrow
from walls.models.note_group import NoteGroup
from walls.models.prompt import Prompt
from walls.models.sealed_note import SealedNote
from walls.models.vote import Vote
from walls.models.wall import Wall

__all__ = ["Note", "NoteArrow", "NoteGroup", "Prompt", "SealedNote", "Vote", "Wall"]
