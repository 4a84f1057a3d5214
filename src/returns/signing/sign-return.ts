import type { Act } from '#base/act.ts'
import { readCouncil } from '#base/council/store.ts'
import { councilFrom } from '#base/council.ts'
import { instant } from '#base/dates.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { readNow } from '#base/db/read.ts'
import { newId, newReference, sha256 } from '#base/id.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import { returnSubmittedMail } from '#emails/correspondence/return-received.tsx'
import { queuedAll } from '#messages/outbox/store.ts'
import { readOwnWords } from '#messages/outbox/words-store.ts'
import type { SchoolReturn } from '#returns/filling/school-return.ts'
import { bodyRoles } from '#schools/schools/role.ts'
import { schoolLabel } from '#schools/schools/school.ts'
import { readSigning, type Signing } from './read-signatures.ts'
import { type Came, type Capacity, cameAt, type SignRefusal } from './signature.ts'
import { insertSignature, insertSubmission, isVersion, selectRecipients } from './store.ts'

export type SigningRefusal =
  | SignRefusal
  | 'not_complete'
  | 'entries_changed'
  | 'round_is_closed'
  | 'answered_otherwise'
  | 'dates_changed'
  | 'try_again'

/** A receipt for authors and signers. */
const receipts = async (act: Act, { own }: Signing, submission: { number: string; came: Came }): Promise<SqlStatement[]> => {
  const [council, words, recipients] = await Promise.all([
    readCouncil(act.db, councilFrom(act.laCodes.join(','))),
    readOwnWords(act.db),
    readNow(act.db, selectRecipients(act, { returnId: own.id, schoolId: own.schoolId, roleIds: own.rule.bodySigns ? bodyRoles : [] })),
  ])
  return queuedAll(
    act,
    recipients.map(({ email, name }) => ({
      id: newId(act.now),
      kind: 'return_submitted' as const,
      recipient: email,
      schoolId: own.schoolId,
      to: { name: name ?? '', email },
      replyTo: council.contactEmail || undefined,
      ...returnSubmittedMail({
        school: schoolLabel(own.school),
        schoolId: own.schoolId,
        returnId: own.id,
        title: own.title,
        at: instant(act.now),
        ...submission,
        council,
        serviceUrl: act.baseUrl,
        words,
      }),
    })),
  )
}

/** The row of the role in which they sign. */
const roleSigned = ({ roleRows }: SchoolReturn, signedAs: Capacity): string | undefined =>
  signedAs === 'head' ? roleRows['head'] : signedAs === 'lead' ? roleRows['dsl'] : bodyRoles.map((id) => roleRows[id]).find(Boolean)

/** The head's signature submits. `version`: what they saw. */
export const signReturn = async (
  act: Act,
  at: { schoolId: string; returnId: string },
  version: string,
): Promise<Result<{ number: string | undefined }, SigningRefusal>> => {
  const found = await readSigning(act, at.schoolId, at.returnId)
  const { own, may } = found
  if (!may.may) return refuse(may.why)
  if (own.closed && !own.submitted) return refuse('round_is_closed')
  if (own.otherwise) return refuse('answered_otherwise')
  if (found.version !== version) return refuse('entries_changed')
  if (!own.submitted && found.obstacles.length > 0) return refuse('not_complete')
  const submits = may.signedAs === 'head'
  const submission = { number: newReference(8), came: cameAt(instant(act.now), own) }
  const place = { returnId: own.id, turn: own.turn }
  const roleAtSchoolId = roleSigned(own, may.signedAs)
  const digest = await sha256(found.text)
  const signature = { ...place, id: newId(act.now), signedAs: may.signedAs, alsoLead: may.alsoLead, roleAtSchoolId, digest }
  const done = await atomically(
    act.db,
    [
      isVersion(act.db, own.id, version),
      insertSignature(act, signature),
      ...(submits ? [insertSubmission(act, { ...place, ...submission, id: newId(act.now) })] : []),
      logged(act, {
        act: submits ? 'return.submitted' : 'return.signed',
        subject: ['school_return', own.id] as const,
        schoolId: own.schoolId,
        after: { signatureId: signature.id, signedAs: may.signedAs, ...(submits ? submission : {}) },
      }),
      ...(submits ? await receipts(act, found, submission) : []),
    ],
    {
      [guardBroken]: 'entries_changed',
      person_has_signed: 'signed_already',
      role_has_signed: 'signed_by_another',
      body_is_somebody_else: 'is_the_head',
      signer_not_in_role: 'no_signer',
      return_is_already_submitted: 'signed_by_another',
      signed_what_was_reopened: 'entries_changed',
      round_is_closed: 'round_is_closed',
      return_came_otherwise: 'answered_otherwise',
      submission_marked_otherwise: 'dates_changed',
      'ReturnSubmission.number': 'try_again',
    } as const,
  )
  return done.ok ? ok({ number: submits ? submission.number : undefined }) : done
}
