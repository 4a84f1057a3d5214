import type { Act } from '#base/act.ts'
import { readCouncil } from '#base/council/store.ts'
import { councilFrom } from '#base/council.ts'
import { instant } from '#base/dates.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { readNow, together } from '#base/db/read.ts'
import { notFound } from '#base/errors.ts'
import { newId, newReference, sha256 } from '#base/id.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import { returnSubmittedMail } from '#emails/correspondence/return-received.tsx'
import { queuedAll, readOwnWords } from '#messages/outbox/store.ts'
import { allStates, selectFilled, type WholeReturn, withGuidance } from '#returns/filling/read-filled.ts'
import { selectWriters } from '#returns/filling/return-store.ts'
import type { SchoolReturn } from '#returns/filling/school-return.ts'
import type { QuestionState } from '#returns/filling/shown-question.ts'
import type { Postponement } from '#returns/rounds/postponement.ts'
import { selectPostponements } from '#returns/rounds/postponement-store.ts'
import { bodyRoles } from '#schools/schools/role.ts'
import { schoolLabel } from '#schools/schools/school.ts'
import {
  type Came,
  type Capacity,
  cameAt,
  type KeptSignature,
  type MaySign,
  maySign,
  type Obstacle,
  obstaclesOf,
  type Reopening,
  type SignRefusal,
  type Submission,
} from './signature.ts'
import {
  confirmSignature,
  insertSignature,
  insertSubmission,
  isVersion,
  selectRecipients,
  selectReopenings,
  selectSignatures,
  selectSignedText,
  selectSubmissions,
  selectVersion,
} from './store.ts'

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
  const signing = await readSigning(act, at.schoolId, at.returnId)
  const { own, may } = signing
  if (!may.may) return refuse(may.why)
  if (own.closed && !own.submitted) return refuse('round_is_closed')
  if (own.otherwise) return refuse('answered_otherwise')
  if (signing.version !== version) return refuse('entries_changed')
  if (!own.submitted && signing.obstacles.length > 0) return refuse('not_complete')
  const submits = may.signedAs === 'head'
  const submission = { number: newReference(8), came: cameAt(instant(act.now), own) }
  const place = { returnId: own.id, turn: own.turn }
  const roleAtSchoolId = roleSigned(own, may.signedAs)
  const digest = await sha256(signing.text)
  const signature = { ...place, id: newId(act.now), signedAs: may.signedAs, alsoLead: may.alsoLead, roleAtSchoolId, digest }
  const result = await atomically(
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
      ...(submits ? await receipts(act, signing, submission) : []),
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
  return result.ok ? ok({ number: submits ? submission.number : undefined }) : result
}

export type ConfirmRefusal = 'not_to_confirm' | 'signer_confirms' | 'confirmed_already'

/** Somebody else confirms who signed. @param as whether they do so for the council */
export const confirmSigned = async (
  act: Act,
  of: { returnId: string; schoolId: string; signature: KeptSignature; as: 'school' | 'council' },
): Promise<Result<undefined, ConfirmRefusal>> => {
  const { signature, schoolId, returnId, as } = of
  if (!signature.doubt) return refuse('not_to_confirm')
  if (signature.confirmedAt) return refuse('confirmed_already')
  if (as === 'school' && !signature.mayConfirm) return refuse('signer_confirms')
  const result = await atomically(
    act.db,
    [
      confirmSignature(act, signature.id),
      logged(act, {
        act: 'return.signature_confirmed',
        subject: ['school_return', returnId] as const,
        schoolId,
        after: { signatureId: signature.id, doubt: signature.doubt, as },
      }),
    ],
    { signer_confirms_nothing: 'signer_confirms', signature_is_confirmed: 'confirmed_already' } as const,
  )
  return result.ok ? ok(undefined) : result
}

export type Signing = WholeReturn & {
  states: readonly QuestionState[]
  obstacles: readonly Obstacle[]
  /** Since the last opening. */
  signatures: readonly KeptSignature[]
  submissions: readonly Submission[]
  reopenings: readonly Reopening[]
  postponements: readonly Postponement[]
  /** Authors by part. */
  writers: readonly { sectionId: string; by: string }[]
  /** The version that would be signed. */
  version: string
  text: string
  may: MaySign
}

const selectSigned = (act: Act, schoolId: string, returnId: string) =>
  together({
    whole: selectFilled(act, schoolId, returnId),
    signatures: selectSignatures(act, returnId),
    submissions: selectSubmissions(act.db, returnId),
    reopenings: selectReopenings(act.db, returnId),
    postponements: selectPostponements(act.db, { returnId }),
    version: selectVersion(act.db, returnId),
    text: selectSignedText(act.db, returnId),
    writers: selectWriters(act.db, returnId),
  })

/** A return, with everything signing depends on. */
export const readSigning = async (act: Act, schoolId: string, returnId: string): Promise<Signing> => {
  const { whole: found, signatures: all, submissions: sent, ...rest } = await readNow(act.db, selectSigned(act, schoolId, returnId))
  if (!found) throw notFound('return')
  const whole = await withGuidance(act, found)
  const { own, sections } = whole
  const states = allStates(act, whole)
  // A postponement may make a late submission timely.
  const submissions = sent.map((one) => ({ ...one, came: cameAt(one.at, own) }))
  const signatures = all.filter(({ turn }) => turn === own.turn)
  const { accountId, personId, shared } = act.actor
  const may: MaySign =
    accountId && personId && !shared
      ? maySign(own.rule, signatures, { accountId, personId, roleIds: own.roleIds }, own.school.sector)
      : { may: false, why: 'no_signer' }
  return { ...whole, ...rest, submissions, states, obstacles: obstaclesOf(sections, states), signatures, may }
}
