import type { Refusal } from '#base/web/press.tsx'
import { type DocumentRefusal, type Missing, mostFiles, type VersionRefusal, type WithdrawRefusal } from '../document.ts'

export const documentRefusals: Record<DocumentRefusal, string> = {
  document_is_issued: 'Schools have been given this document: what it is called, what it is and what it asks stay as they are.',
  audience_was_issued: 'Schools have been given this document: you can add sectors and kinds of school, and take none away.',
  withdrawn: 'This document was withdrawn.',
  changed: 'Somebody else has just changed it. Look at it as it is now.',
}

export const versionRefusals = {
  changed:
    'Somebody else has changed this draft since you opened it. What you typed is still here; look at theirs in another window first.',
  version_is_issued: 'This version has been issued, and never changes. Begin a new version.',
  draft_is_proposed: 'It waits for a second person. The person who proposed it withdraws that first, on the page of what waits.',
  too_many_files: {
    field: 'file',
    says: `A version has at most ${mostFiles} files. Take some out, or put them together.`,
    status: 422,
  },
} as const satisfies Record<VersionRefusal, Refusal>

export const withdrawRefusals: Record<WithdrawRefusal, string> = {
  withdrawn: 'This document was withdrawn already.',
  no_such_document: 'Choose a document of the list',
}

export const missingWords: Record<Missing, string> = {
  decision: 'Say who decided, by which decision, and on which day',
  equality: 'Enter the day of the equality assessment: not after the decision',
  words: 'Write its text, or add a file',
  changed: 'Say what has changed',
  to_do: 'Say what schools must do',
  due: 'Enter by when',
  schools: 'Choose for which schools it is',
  roles: 'Choose who is written to',
}
