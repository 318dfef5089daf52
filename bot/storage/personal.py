"""Where personal data stands, and what becomes of it; and why nobody's stands in the other columns.

Tests hold this against the tables: a column that is not a number, a time or a yes or no stands in one of the two.
"""

from __future__ import annotations

PERSONAL = {
    "addresses.address": "platform id; goes when the citizen erases their data",
    "citizens.form": "setting; goes when erased",
    "citizens.commune": "setting; goes when erased",
    "citizens.audience": "setting; goes when erased",
    "citizens.data": "where they are in a talk; goes when erased",
    "citizens.choices": "buttons last offered; goes when erased",
    "citizens.reminder_hour": "setting; goes when erased",
    "mutes.kind": "setting; goes when erased",
    "memberships.organisation": "where they belong, as they said; goes when erased",
    "citizens.path": "what they learn; goes when erased",
    "learners.name": "name given by who shares the phone; goes when erased",
    "class_members.name": "name given in a class; goes with the class",
    "placements.answers": "what they knew before; goes when erased",
    "inbox.words": "citizen's words, masked; purged, answered or not",
    "inbox.button": "what they pressed; purged",
    "outbox.reply": "what the bot is to say; purged",
    "outbox.words": "what the bot said; purged",
    "outbox.choices": "buttons offered; purged",
    "exchanges.question": "citizen's words, masked; purged",
    "exchanges.answer": "what the bot said; purged",
    "verdicts.correction": "staff's words; goes with the line of the log",
    "model_answers.question": "citizen's words, masked; purged",
    "model_answers.raw": "what a model wrote, masked; purged",
    "model_answers.shown": "what the guard let pass; purged",
    "wordings.question": "citizen's words, masked, as editors put them once accepted; purged",
    "tickets.question": "citizen's words, unmasked while open; purged, answered or not",
    "tickets.answer": "staff's words; purged",
    "tickets.handed_note": "staff's words; purged",
    "ideas.text": "citizen's words, masked; emptied when as old as the log may be",
    "ideas.name": "name the sender gave; emptied with the words",
    "ideas.why": "staff's words",
    "canned_replies.text": "staff's words, public once sent",
    "certificates.code": "may hold the name the learner chose; kept as proof",
    "revocations.reason": "staff's words",
    "staff.login": "account of staff",
    "staff.name": "account of staff",
    "staff.email": "account of staff",
    "staff.subject": "account of staff at the sign-in elsewhere",
    "staff.password": "argon2 hash",
    "announcements.title": "staff's words, public",
    "announcements.body": "staff's words, public",
    "announcements.picture_alt": "staff's words, public",
    "announcements.link": "staff's words, public",
    "announcements.returned_why": "staff's words",
    "notice_templates.title": "staff's words",
    "notice_templates.body": "staff's words",
    "events.place": "staff's words, public",
    "events.cancelled_why": "staff's words, public",
    "signups.name": "name given for the organiser's list; goes when erased, and some time after the event",
    "audit.actor": "login of staff",
    "audit.details": "ids and names of fields, never citizens' words",
    "confirmations.correction": "staff's words, public",
    "drafts.question": "staff's words, public once published",
    "drafts.text": "staff's words, public once published",
    "drafts.why": "staff's words",
    "page_drafts.text": "staff's words, public once published",
    "page_drafts.before": "staff's words, public",
    "page_drafts.file": "staff's words, public",
    "page_drafts.why": "staff's words",
    "drafts.tried": "citizens' words, masked; emptied when as old as the log may be",
    "sessions.client": "kind of browser of staff",
    "switches.reason": "staff's words",
    "sessions.key_hash": "login of staff",
    "citizens.met": "how far the first meeting went; goes when erased",
    "citizens.step": "where they are in a talk; goes when erased",
    "citizens.missed": "what could not be told to them; goes when erased",
    "progress.lesson": "what they learn; goes when erased",
    "reviews.lesson": "what they learn; goes when erased",
    "placements.path": "what they learn; goes when erased",
    "placements.known": "what they knew before; goes when erased",
    "certificates.module": "what they learned; kept as proof",
    "inbox.platform_id": "the platform's number of it, on the chat page with the begin of the address; purged",
    "inbox.pressed_on": "what they pressed on, as their page says; purged",
    "exchanges.cuts": "why the guard cut, which may name what it cut; purged",
    "exchanges.entry": "what they asked about; purged",
    "model_answers.reasons": "why the guard cut, which may name what it cut; purged",
    "wordings.entry": "what they chose; purged",
    "wordings.key": "mark of the citizen's words; purged",
    "ideas.title": "staff's words, public where it is open to votes",
    "campaigns.title": "staff's words, public",
    "campaigns.about": "staff's words, public",
    "canned_replies.title": "staff's words",
    "notice_templates.name": "staff's words",
    "segments.name": "staff's words",
    "announcements.urgent_why": "staff's words",
    "notice_pictures.content": "a picture of staff's, public",
    "drafts.entry": "made of staff's words, public once published",
    "drafts.also": "staff's words, public once published",
    "drafts.facts": "staff's words, public once published",
    "drafts.sources": "staff's words, public once published",
    "drafts.based_on": "staff's words, public",
    "staff.role": "account of staff",
    "staff.area": "account of staff",
    "second_factors.secret": "account of staff, sealed",
    "counters.name": "a citizen's number where it counts what they asked a model; these go the next day",
}
"""Column → what it holds and what becomes of it.

"goes when erased", "purged" and "emptied" are promises: a test fills every column and looks.
"""

HARMLESS = {
    "a word out of a closed list in the code": """
        addresses.channel announcements.kind announcements.repeats announcements.status broadcasts.failure
        broadcasts.status drafts.state exchanges.channel exchanges.handler exchanges.label exchanges.outcome
        exchanges.phrase exchanges.verdict ideas.status inbox.channel inbox.kind model_answers.verdict
        notice_templates.kind outbox.failure outbox.label outbox.status page_drafts.state passed_over.reason
        questions.kind signups.state switch_told.switch switches.name troubles.channel troubles.failure turnstiles.name
        verdict_notices.failure verdicts.verdict wordings.state zalo_tokens.trouble audit.action""",
    "names a part of the content, or a file of it": """
        announcements.lesson classes.lesson confirmations.fact drafts.topic events.lesson exchanges.sources
        model_answers.passages model_answers.prompt page_drafts.page page_drafts.path question_counts.lesson""",
    "where a fact was found, public": "confirmations.source",
    "communes and groups, never one person": """
        announcements.audiences announcements.communes announcements.rule campaigns.area canned_replies.area ideas.area
        notice_templates.area segments.area segments.audiences segments.communes segments.rule verdicts.area""",
    "a code made at random": """
        announcements.code classes.code events.door inbox.taken_by outbox.taken_by sessions.csrf
        zalo_tokens.taken_by""",
    "a hash": """
        audit.hash audit.previous exchanges.digest invitations.key_hash join_codes.code_hash link_codes.code_hash
        notice_pictures.name announcements.picture page_drafts.file_hash recovery_codes.code_hash revocations.code_hash
        seen.key uploads.digest verdicts.digest zalo_tokens.seed""",
    "a platform's number of what the bot sent or put there": """
        broadcasts.article broadcasts.platform_id outbox.platform_id outbox.replaces uploads.account uploads.number
        zalo_tokens.app zalo_tokens.oa""",
    "a secret of the installation, sealed": "kept.secret zalo_tokens.access zalo_tokens.refresh zalo_tokens.previous",
    "a mark, a time or a number of our own": "kept.name kept.value seen.value",
}
"""Why nobody's data stands there → the columns."""
