// The log says what was done, to what, by whom, when and from where. It refers to people by id and holds no name, address, secret or
// anything special-category: those live where they can be erased.

export type LogEntry = {
  /** noun.verb in the past tense, such as 'booking.placed' */
  act: string
  subject: readonly [kind: string, id: string]
  eventId?: string | undefined
  schoolId?: string | undefined
  before?: unknown
  after?: unknown
}
