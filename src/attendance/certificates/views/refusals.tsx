import { replaceTheirs, sayChanged } from '#base/changed.ts'

export const certificateRefusals = {
  stale: sayChanged('What the event gives has', 'saved', replaceTheirs),
  ended_already: 'This certificate has ended already, so nothing was changed. Look at the list to see what became of it.',
} as const
