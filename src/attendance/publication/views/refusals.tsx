import type { Refusal } from '#base/web/press.tsx'
import type { PublishReason } from '../publish-report.ts'

export const publishRefusals: Record<PublishReason, Refusal> = {
  not_shown: 'Some schools have not been shown their line. Show it to them first: each then has its days to answer',
  time_runs: 'Some schools may still answer. Publish it when their last day is over',
  not_decided: 'A school said that its line is wrong, and nobody has decided on that yet. Decide first',
  changed: {
    afresh:
      'Something changed since these lines were read, so nothing has been published. They are read anew below: look at them, then publish',
  },
}
