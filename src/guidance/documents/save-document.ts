import type { Act } from '#base/act.ts'
import { atomically, foreignKeyBroken } from '#base/db/atomically.ts'
import { newId } from '#base/id.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import type { Audience, DocumentFacts, DocumentRefusal, GuidanceDocument, WithdrawRefusal } from './document.ts'
import { insertDocument, insertDraft, setAudience, setDocument, setWithdrawn } from './store.ts'

type Typed = { facts: DocumentFacts; audience: Audience }

/** Adds a document with an empty draft. Its id came with the form: a second press adds nothing. */
export const addDocument = async (act: Act, id: string, { facts, audience }: Typed): Promise<void> => {
  await atomically(
    act.db,
    [
      insertDocument(act, id, facts),
      ...setAudience(act, id, audience),
      ...insertDraft(act, newId(act.now), id),
      logged(act, { act: 'guidance.added', subject: ['guidance', id], after: { kind: facts.kind, asked: facts.asked } }),
    ],
    { 'GuidanceDocument.id': 'added_already' } as const,
  )
}

/** Once it is issued only its topic and roles change, and schools can be added. */
export const saveDocument = async (
  act: Act,
  document: GuidanceDocument,
  { facts, audience }: Typed,
): Promise<Result<void, DocumentRefusal>> => {
  if (document.withdrawnAt) return refuse('withdrawn')
  const result = await atomically<DocumentRefusal>(
    act.db,
    [
      ...setDocument(act, document.id, facts),
      ...setAudience(act, document.id, audience),
      logged(act, {
        act: 'guidance.edited',
        subject: ['guidance', document.id],
        before: { kind: document.kind, asked: document.asked, audience: document.audience },
        after: { kind: facts.kind, asked: facts.asked, audience },
      }),
    ],
    { document_is_issued: 'document_is_issued', audience_was_issued: 'audience_was_issued' },
  )
  return result.ok ? ok(undefined) : result
}

export const withdrawDocument = async (
  act: Act,
  document: GuidanceDocument,
  { why, replacedById }: { why: string; replacedById: string | undefined },
): Promise<Result<void, WithdrawRefusal>> => {
  const result = await atomically<WithdrawRefusal>(
    act.db,
    [
      setWithdrawn(act, document.id, why, replacedById),
      logged(act, { act: 'guidance.withdrawn', subject: ['guidance', document.id], after: { replacedById } }),
    ],
    { document_is_withdrawn: 'withdrawn', [foreignKeyBroken]: 'no_such_document' },
  )
  return result.ok ? ok(undefined) : result
}
