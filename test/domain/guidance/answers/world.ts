// A school and a document that the cases and the random lives begin with.

import type { SchoolAsked, Version } from '#guidance/answers/state.ts'
import type { Answer } from '#guidance/issuing/answer.ts'

export const firstVersion: Version = { number: 1, askAgain: true, availableOn: '2025-09-01', issuedOn: '2025-09-10' }

export const school: SchoolAsked = {
  ...{ versions: [firstVersion], from: undefined, to: undefined, became: [] },
  issues: [{ version: 1, on: '2025-09-10', from: undefined }],
  ...{ receipts: [], answers: [], checks: [] },
}

export const answer: Answer = {
  ...{ id: 'a0', version: 1, answer: 'as_is', how: 'signed_in', checks: [] },
  ...{ body: 'governing_body', decidedOn: '2025-10-02', early: false, recordedAt: '2025-10-06T09:00:00.000Z' },
}
