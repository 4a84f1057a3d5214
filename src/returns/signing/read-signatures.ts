import type { Act } from '#base/act.ts'
import { mapped, type Read, readNow, together } from '#base/db/read.ts'
import { notFound } from '#base/errors.ts'
import { allStates, selectFilled, type WholeReturn } from '#returns/filling/read-filled.ts'
import type { QuestionState } from '#returns/filling/shown-question.ts'
import { type Obstacle, obstaclesOf } from './missing.ts'
import { type MaySign, maySign } from './signature.ts'
import {
  type KeptSignature,
  type Reopening,
  type Submission,
  selectReopenings,
  selectSignatures,
  selectSubmissions,
  selectVersion,
} from './store.ts'

export type Signing = WholeReturn & {
  states: readonly QuestionState[]
  obstacles: readonly Obstacle[]
  /** Since the return was last opened. */
  signatures: readonly KeptSignature[]
  allSignatures: readonly KeptSignature[]
  submissions: readonly Submission[]
  reopenings: readonly Reopening[]
  /** What would be signed. */
  version: string
  may: MaySign
}

/** A return with what decides on its signing; undefined: for whoever asks there is none. */
export const selectSigning = (act: Act, schoolId: string, returnId: string): Read<Signing | undefined> =>
  mapped(
    together({
      whole: selectFilled(act, schoolId, returnId),
      signatures: selectSignatures(act.db, returnId),
      submissions: selectSubmissions(act.db, returnId),
      reopenings: selectReopenings(act.db, returnId),
      version: selectVersion(act.db, returnId),
    }),
    ({ whole, signatures: allSignatures, ...rest }) => {
      if (!whole) return undefined
      const { own, sections } = whole
      const states = allStates(act, whole)
      const signatures = allSignatures.filter(({ turn }) => turn === own.turn)
      const { accountId, personId, shared } = act.actor
      const may: MaySign =
        accountId && personId && !shared
          ? maySign(own.rule, signatures, { accountId, personId, roleIds: own.roleIds }, own.school.sector)
          : { may: false, why: 'no_signer' }
      return { ...whole, ...rest, states, obstacles: obstaclesOf(sections, states), signatures, allSignatures, may }
    },
  )

export const readSigning = async (act: Act, schoolId: string, returnId: string): Promise<Signing> => {
  const signing = await readNow(act.db, selectSigning(act, schoolId, returnId))
  if (!signing) throw notFound('return')
  return signing
}
