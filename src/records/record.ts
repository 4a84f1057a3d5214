// Classes of records: how long the council keeps each, from when, and why. A council may choose other periods within what is stated here; the
// reasons are those to confirm with its data protection officer.

/** Every class; what is marked `people` is destroyed by erasing somebody. */
const recordClasses = [
  'people',
  'messages',
  'message_links',
  'answers',
  'claims',
  'mail_reports',
  'signing_in',
  'needs',
  'money',
  'attendance',
] as const
export type RecordClass = (typeof recordClasses)[number]

export const isRecordClass = (text: string): text is RecordClass => (recordClasses as readonly string[]).includes(text)

export const classWords: Record<RecordClass, string> = {
  people: 'Names, addresses and telephone numbers of people',
  messages: 'Texts of messages, and to whom they went',
  message_links: 'Secret links in messages that were sent',
  answers: 'Answers to questions of events, and what calendars answered',
  claims: 'Reasons and words of requests to act for a school',
  mail_reports: 'What the mail service told of messages and addresses',
  signing_in: 'Sign-in codes, signed-in browsers and forms kept meanwhile',
  needs: 'What people need at an event',
  money: 'What was charged, paid and written for finance',
  attendance: 'Which school attended what, in which role, without a name',
}
