// Two schools have submitted this year's return: at one somebody of those who govern it has still
// to sign, at the other everybody has.
import { type Act, type Actor, nobody } from '#base/act.ts'
import { addMinutes, instant, londonDay } from '#base/dates.ts'
import { readNow } from '#base/db/read.ts'
import { newId } from '#base/id.ts'
import { answerFact } from '#returns/filling/answer-fact.ts'
import { textOf } from '#returns/filling/fact.ts'
import { readFilled } from '#returns/filling/read-filled.ts'
import { questionsOf } from '#returns/filling/school-return.ts'
import { choicesOf } from '#returns/forms/return-form.ts'
import { readSigning } from '#returns/signing/read-signatures.ts'
import { signReturn } from '#returns/signing/sign-return.ts'
import { insertAccountOf, insertDone, selectConfirmed, selectHolder } from './return-store.ts'
import { actOf, at, schoolDay } from './time.ts'

const typed = { date: (day: string) => day, number: () => '2', text: () => 'Two new governors were trained in the autumn.' } as const

type Place = { schoolId: string; returnId: string }

/** Somebody confirmed in a role, with an address of their own, who does not act for the school. */
const signerOf = async (act: Act, schoolId: string, roleId: string): Promise<Actor | undefined> => {
  await insertAccountOf(act, schoolId, roleId, newId(act.now))
  const found = await readNow(act.db, selectHolder(act.db, schoolId, roleId))
  return found && { ...nobody, ...found }
}

/** Every question is answered, and what is held is confirmed, by the head. */
const fill = async (act: Act, head: Actor, place: Place, start: Date): Promise<void> => {
  const writing = actOf(act, head, start)
  const whole = await readFilled(writing, place.schoolId, place.returnId)
  const questions = questionsOf(whole)
  await insertDone(act.db, {
    ReturnEntry: questions.map(({ id, kind, asksEvidence }, n) => ({
      ...{ id: newId(start), returnId: place.returnId, questionId: id, byId: head.accountId, at: instant(addMinutes(start, n)) },
      value: Object.keys(choicesOf(kind))[n % 3 === 2 ? 1 : 0] ?? typed[kind as keyof typeof typed]?.(londonDay(start)) ?? 'In the office',
      ...{ evidence: asksEvidence ? 'Minutes of the governing body of October' : '', action: '' },
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

/** @param returns of the round that is open; the school of the tour goes on filling in its own */
export const settleSignatures = async (act: Act, returns: readonly { id: string; schoolId: string }[], own: string): Promise<void> => {
  const roles = ['dsl', 'head', 'link_governor']
  const able = (await readNow(act.db, selectConfirmed(act.db, roles))).filter((id) => id !== own)
  const chosen = returns.filter(({ schoolId }) => able.includes(schoolId)).slice(0, 2)
  for (const [n, { id: returnId, schoolId }] of chosen.entries()) {
    const place = { schoolId, returnId }
    const start = at(schoolDay(act.now, -2), n === 0 ? '09:30' : '11:30')
    const signers = n === 0 ? roles.slice(0, 2) : roles
    const [lead, head, governor] = await Promise.all(signers.map((role) => signerOf(act, schoolId, role)))
    if (!lead || !head) continue
    await fill(act, head, place, start)
    for (const [m, signer] of [lead, head, governor].entries()) if (signer) await sign(act, signer, place, addMinutes(start, 90 + m * 20))
  }
}
