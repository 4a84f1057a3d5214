import { sayChanged } from '#base/changed.ts'
import type { Refusal } from '#base/web/press.tsx'
import type { ComplaintReason } from '../send-complaint.ts'

export const complaintRefusals: Record<ComplaintReason, Refusal> = {
  too_many: {
    says: 'We cannot take more complaints by this form today. Write to us instead: the page before says how.',
    status: 429,
  },
  made_already: 'This form sent a complaint already. Press again to send another.',
}

export const recordRefusals = { made_already: complaintRefusals.made_already, changed: sayChanged('Your role has') } as const

export const answerRefusals = { changed: sayChanged('This complaint has') } as const
