import type { Act } from '#base/act.ts'
import { readNow, together } from '#base/db/read.ts'
import { notFound } from '#base/errors.ts'
import { allStates, selectFilled, type WholeReturn, withGuidance } from '#returns/filling/read-filled.ts'
import { selectWriters } from '#returns/filling/return-store.ts'
import type { QuestionState } from '#returns/filling/shown-question.ts'
import type { Postponement } from '#returns/rounds/postponement.ts'
import { selectPostponements } from '#returns/rounds/postponement-store.ts'
import { type Obstacle, obstaclesOf } from './missing.ts'
import { cameAt, type KeptSignature, type MaySign, maySign, type Reopening, type Submission } from './signature.ts'
import { selectReopenings, selectSignatures, selectSignedText, selectSubmissions, selectVersion } from './store.ts'

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
