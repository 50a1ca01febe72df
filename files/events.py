"""What attachments say in the history: open or internal, as what they hang on was at that time."""

from typing import Annotated, ClassVar

from msgspec import Meta

from history.schema import EventDetails, EventText, Text

AttachmentId = Annotated[int, Meta(description="The id of an attachment.", examples=[7])]
HostKind = Annotated[str, Meta(description="What it hangs on.", examples=["use_case"])]
HostId = Annotated[int, Meta(description="The id of what it hangs on.", examples=[7])]
Noun = Annotated[str, Meta(description="The same in words.", examples=["a use case"])]
Bytes = Annotated[int, Meta(description="Its size in bytes.", examples=[48213])]
MediaType = Annotated[str, Meta(description="Its type.", examples=["image/png"])]


class OfAttachment(EventDetails):
    """What each of them says: which file, on what, and whether guests hear of it."""

    attachment: AttachmentId
    host_kind: HostKind
    host: HostId
    on: Noun
    name: Text
    internal: bool


class AttachmentAdded(OfAttachment):
    """A file was attached."""

    verb: ClassVar = "attachment_added"
    text: ClassVar = EventText(
        "paperclip",
        "attached {name:quoted} to {on}",
        without=(("on", "attached {name:quoted} to {story}"),),
    )
    size: Bytes
    content_type: MediaType


class AttachmentDeleted(OfAttachment):
    """A file was taken away; its bytes go after 30 days."""

    verb: ClassVar = "attachment_deleted"
    text: ClassVar = EventText(
        "trash-2",
        "deleted {name:quoted} from {on}",
        without=(("on", "deleted {name:quoted} from {story}"),),
    )


class AttachmentRestored(OfAttachment):
    """A deleted file was put back."""

    verb: ClassVar = "attachment_restored"
    text: ClassVar = EventText(
        "undo-2",
        "put {name:quoted} back on {on}",
        without=(("on", "put {name:quoted} back on {story}"),),
    )


class AttachmentRefused(OfAttachment):
    """What looks through files refused one that had waited for it."""

    verb: ClassVar = "attachment_refused"
    text: ClassVar = EventText(
        "ban",
        "refused {name:quoted} on {on}: {reason:quoted}",
        without=(("on", "refused {name:quoted} on {story}: {reason:quoted}"),),
    )
    reason: Text
