import { sayChanged } from '#base/changed.ts'
import { sayDeadline } from '#base/dates.ts'
import { listed, plural } from '#base/words.ts'
import type { EventDetails } from '#events/events/event.ts'
import { isFull } from '#events/events/workshop.ts'
import type { ChoiceRefusal } from '../choice.ts'

/** @param asked ids of the chosen workshops, to name the full ones */
export const sayChoiceRefusal = (
  reason: Exclude<ChoiceRefusal, 'no_such_place'>,
  event: Pick<EventDetails, 'sessions' | 'rules' | 'contactEmail'>,
  asked: readonly string[] = [],
): string => {
  const full = event.sessions.filter((session) => asked.includes(session.id) && isFull(session)).map((session) => `“${session.title}”`)
  const words: Record<Exclude<ChoiceRefusal, 'no_such_place'>, string> = {
    event_cancelled: 'This event is cancelled, so there are no workshops to choose.',
    event_started: 'The event has begun, so workshops can no longer be changed here. Ask the organiser on the day.',
    choices_closed: `Workshops could be changed until ${event.rules.choicesCloseAt ? sayDeadline(event.rules.choicesCloseAt) : 'the event began'}. Ask the organiser${event.contactEmail ? ` (${event.contactEmail})` : ''} if yours has to change.`,
    workshop_started: 'A workshop that has begun can no longer be left or joined. The register of the workshop says who came.',
    place_not_confirmed: 'This place is not certain, so it cannot have a workshop. Workshops are chosen once it is confirmed.',
    unknown_workshop: 'The workshops of this event have changed. Look at them again, then choose.',
    one_workshop_a_block: 'Each person can have one workshop of a block. Choose one of each.',
    workshops_clash: 'Two of the workshops are at the same time. Choose others that one person can attend one after the other.',
    workshop_full: `${full.length > 0 ? `${listed(full)} ${plural(full.length, 'has', 'have')}` : 'A workshop that you chose has'} no place left. Nothing has been changed: choose another workshop.`,
    place_has_marks: 'The register of the workshop says already whether this person came, so their workshop stays as it is.',
    choice_changed: `${sayChanged('These workshops have')}.`,
  }
  return words[reason]
}
