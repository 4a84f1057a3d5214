import type { Instant } from '#base/dates.ts'
import type { MarkType } from '#base/standing.ts'
import type { CalendarAnswer } from '#calendars/invites/answer.ts'
import type { Attendance } from '#events/events/event.ts'
import type { MessageKind } from '#messages/outbox/kind.ts'
import type { MessageState } from '#messages/outbox/message.ts'
import type { Clash } from '#people/people/clash.ts'
import type { SchoolOption } from '#schools/schools/school.ts'

export type BookedPlace = {
  id: string
  state: 'held' | 'confirmed' | 'cancelled'
  /** Since when it is in this state. */
  stateAt: Instant
  /** A held place waits for approval or on the list; there a future `heldUntil` means an offer. */
  waitsFor: 'approval' | 'list' | null
  heldUntil: string | null
  /** How its person comes to a mixed event; null: as everyone. */
  attendance: Attendance | null
  /** The offer that holds it; once that has expired, the place no longer waits. */
  offerId?: string | null
  /** null: unnamed, or the person's details are erased. */
  personId: string | null
  name: string | null
  email: string | null
  /** The same as its school knows it, for whoever is shown it: another one after they have left. */
  knownEmail: string | null
  roleId: string | null
  role: string | null
  /** Ids of chosen workshops, by start. */
  workshopIds: string[]
  represents: SchoolOption[]
  /** The newest message to the place's person and its state. */
  message: { state: MessageState; kind: MessageKind; at: string } | undefined
  trouble?: AddressProblem | undefined
  answers?: CalendarAnswer[]
  clashes?: Clash[]
  /** The mark at each of its sessions. */
  marks?: (MarkType | null)[]
  /** The person's latest word on their own page about coming. */
  word?: { statement: 'cannot_come' | 'not_me' | 'comes'; at: Instant } | undefined
}

export type AddressProblem = { id: string; kind: 'bounced' | 'complained' | 'suppressed'; at: Instant }
