// A rung of the ladder: one of those at a school who are contacted in turn.

export const rungs = ['office', 'lead', 'head', 'chair', 'trust', 'telephone'] as const
export type Rung = (typeof rungs)[number]

export const rungWords: Record<Rung, string> = {
  office: 'School office',
  lead: 'Designated safeguarding lead',
  head: 'Headteacher or principal',
  chair: 'Chair of governors, or proprietor',
  trust: 'Trust or diocese',
  telephone: 'Telephone call by an officer',
}
