import type { Instant } from '#base/dates.ts'
import type { MarkType } from '#base/standing.ts'
import type { CalendarAnswer } from '#calendars/invites/answer.ts'
import type { MessageKind } from '#messages/outbox/kind.ts'
import type { MessageState } from '#messages/outbox/message.ts'
import type { SchoolOption } from '#schools/schools/school.ts'

/** What a page says about one place of a booking. */
export type BookedPlace = {
  id: string
  state: 'held' | 'confirmed' | 'cancelled'
  /** A held place that waits: for an organiser's approval, or on the waiting list; on the list `heldUntil` ahead means that it is on offer. */
  waitsFor: 'approval' | 'list' | null
  heldUntil: string | null
  /** The offer that made its hold run; when that has run out, the place waits no longer. */
  offerId?: string | null
  /** null on a place of a person: their details are erased. */
  personId: string | null
  name: string | null
  email: string | null
  roleId: string | null
  role: string | null
  /** Ids of the workshops chosen, in order of their start. */
  workshopIds: string[]
  represents: SchoolOption[]
  /** What became of the newest message to the person of this place. */
  message: { state: MessageState; kind: MessageKind; at: string } | undefined
  /** Their address does not work. */
  trouble?: AddressProblem | undefined
  /** What their calendar answered to the entries of the place. */
  answers?: CalendarAnswer[]
  /** What was recorded of each of its sessions. */
  marks?: (MarkType | null)[]
  /** What its person said last of coming, on the page of their own link. */
  word?: { statement: 'cannot_come' | 'not_me' | 'comes'; at: Instant } | undefined
}

export type AddressProblem = { id: string; kind: 'bounced' | 'complained' | 'suppressed'; at: Instant }
