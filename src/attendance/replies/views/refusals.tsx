import { sayChanged, shownNow } from '#base/changed.ts'

export const replyRefusals = {
  reply_time_is_over: 'The days to answer are over, so nothing was saved. Write to the council if it is still wrong.',
} as const

export const decisionRefusals = {
  reply_has_changed: sayChanged('What the school answers has', 'saved', shownNow),
} as const
