import { proposalRefusals } from '#people/proposals/views/refusals.tsx'

export const correctionRefusals = {
  ...proposalRefusals,
  nothing_differs: 'What you entered is what the record says already. Change what is wrong.',
  unknown_school: 'Enter numbers (URN) of schools of the register, other than the delegate’s own.',
  series_shares_topic:
    'The event is one date of a series, and all its dates share the topic. Refuse it, or take the event out of the series first.',
  workshops_clash: 'Somebody would be in two workshops at once by these hours. Refuse it, and propose other hours.',
} as const
