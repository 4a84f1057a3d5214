// Two schools have submitted this year's return: at one somebody of those who govern it has still
// to sign, at the other everybody has. A third is signed by its lead, and waits for its head.
import { type Act, type Actor, nobody } from '#base/act.ts'
import { addMinutes, instant, londonDay } from '#base/dates.ts'
import { readNow } from '#base/db/read.ts'
import { newId } from '#base/id.ts'
import { textOf } from '#returns/filling/fact.ts'
import { readFilled } from '#returns/filling/read-filled.ts'
import { answerFact } from '#returns/filling/save-entries.ts'
import { questionsOf } from '#returns/filling/school-return.ts'
import { readSigning, signReturn } from '#returns/signing/sign-return.ts'
import { chanceOf } from './chance.ts'
import { demonstrationDates } from './dates.ts'
import type { auditSchools } from './people.ts'
import { type Answering, answersTo } from './return-answer.ts'
import { insertAccountOf, insertDone, selectHolder } from './return-store.ts'
import { actOf } from './time.ts'

type Place = { schoolId: string; returnId: string }

/** Somebody confirmed in a role, with an address of their own, who does not act for the school. */
const signerOf = async (act: Act, schoolId: string, roleId: string): Promise<Actor | undefined> => {
  await insertAccountOf(act, schoolId, roleId, newId(act.now))
  const found = await readNow(act.db, selectHolder(act.db, schoolId, roleId))
  return found && { ...nobody, ...found }
}

/** Every question that is asked is answered, and what is held is confirmed, by the head. */
const fill = async (act: Act, head: Actor, place: Place, start: Date, names: Answering['names']): Promise<void> => {
  const writing = actOf(act, head, start)
  const whole = await readFilled(writing, place.schoolId, place.returnId)
  const questions = questionsOf(whole)
  const answering = { on: londonDay(start), chance: chanceOf(`audit ${names.lead}`), names }
  await insertDone(act.db, {
    ReturnEntry: answersTo(questions, answering).map(({ question, ...answer }, n) => ({
      ...{
        ...answer,
        id: newId(start),
        returnId: place.returnId,
        questionId: question.id,
        byId: head.accountId,
        at: instant(addMinutes(start, n)),
      },
    })),
  })
  for (const { id, filledFrom } of questions)
    if (filledFrom)
      await answerFact(actOf(act, head, addMinutes(start, 60)), place, {
        ...{ questionId: id, shown: textOf(filledFrom, whole.facts), answer: 'confirmed', words: '' },
      })
}

const sign = async (act: Act, signer: Actor, place: Place, when: Date): Promise<boolean> => {
  const signing = actOf(act, signer, when)
  const { version } = await readSigning(signing, place.schoolId, place.returnId)
  return (await signReturn(signing, place, version)).ok
}

/**
 * @param returns of the round that is open
 * @param schools whose governor and whose head has still to sign, and one where everybody has
 */
export const settleSignatures = async (
  act: Act,
  returns: readonly { id: string; schoolId: string }[],
  schools: Readonly<Record<keyof typeof auditSchools, string | undefined>>,
): Promise<void> => {
  for (const [n, [school, signing]] of (
    [
      [schools.governor, 2],
      [schools.done, 3],
      [schools.head, 1],
    ] as const
  ).entries()) {
    const { id: returnId, schoolId } = returns.find((one) => one.schoolId === school) ?? {}
    if (!returnId || !schoolId) continue
    const place = { schoolId, returnId }
    const start = demonstrationDates(act.now).audit.signed(n)
    const [lead, head, governor] = await Promise.all(['dsl', 'head', 'link_governor'].map((role) => signerOf(act, schoolId, role)))
    if (!lead || !head) continue
    await fill(act, head, place, start, { lead: lead.name ?? '', governor: governor?.name ?? '' })
    for (const [m, signer] of [lead, head, governor].slice(0, signing).entries())
      if (signer) await sign(act, signer, place, addMinutes(start, 90 + m * 20))
  }
}
