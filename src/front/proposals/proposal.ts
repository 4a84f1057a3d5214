// What waits for a second person, whatever it is: one list, and a page for each.
import { type Asked, linesOf } from '#attendance/corrections/correction.ts'
import type { Day } from '#base/dates.ts'
import { type GuidanceAsked, linesOfGuidance } from '#guidance/documents/document.ts'
import type { StaffProposal, StaffProposalKind } from '#people/proposals/proposal.ts'

export type Listed = { id: string; title: string; lines: readonly string[]; state: StaffProposal['state'] }

const correction = {
  title: 'A correction of a signed-off register',
  approving:
    'Approving corrects the record at once. Certificates are replaced and the person who booked is told what is corrected and why.',
  approved: 'Approved. The record is corrected',
  otherwise: 'The record stays as it was',
}

/** `otherwise`: what is so once it is refused or withdrawn. */
export const wordsOf: Record<StaffProposalKind, typeof correction> = {
  event: correction,
  represents: correction,
  redaction: {
    title: 'Words to be taken out of a signed return',
    approving: 'The return is signed. Approving takes these words out for good: a mark stands there, and the head is told.',
    approved: 'Approved. The words are taken out, and the head is told',
    otherwise: 'The words stay',
  },
  reopening: {
    title: 'A submitted audit to be reopened',
    approving: 'Approving lets the school change what it submitted. It signs and submits it again, and stays in time.',
    approved: 'Approved. The audit is reopened',
    otherwise: 'It stays as it was submitted',
  },
  guidance: {
    title: 'Guidance that the council wrote itself',
    approving: 'Approving issues it to schools. Read it first.',
    approved: 'Approved. Schools have it',
    otherwise: 'A draft stays a draft. What was issued at once is withdrawn, unless a newer version took its place',
  },
}

/** What it asks for, line by line. @param words those to be taken out of a return */
export const linesFor = ({ kind, asked, state }: Pick<StaffProposal, 'kind' | 'asked' | 'state'>, today: Day, words?: string): string[] => {
  if (kind === 'guidance') return linesOfGuidance(asked as GuidanceAsked, state === 'proposed' ? today : undefined)
  if (kind === 'redaction') return words === undefined ? [] : [words]
  if (kind === 'reopening') return ['The school changes what it submitted, signs and submits it again']
  return linesOf({ kind, asked: asked as Asked })
}
