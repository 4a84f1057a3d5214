// What schools of the county answered to the model policy: most adopted it, some changed it, a few
// keep their own, many have still to say. An officer has looked into some of the answers and pages.
import type { Act, Actor } from '#base/act.ts'
import { addMinutes } from '#base/dates.ts'
import { readNow } from '#base/db/read.ts'
import { newId } from '#base/id.ts'
import { answerVersion } from '#guidance/answers/answer-version.ts'
import { hostsOf } from '#guidance/answers/page.ts'
import { keepPage, recordAnswerCheck, tickPage } from '#guidance/answers/record-check.ts'
import { selectAskedNow, selectWebsites } from '#guidance/answers/store.ts'
import { type AnswerKind, bodiesOf } from '#guidance/issuing/answer.ts'
import { setLaunch } from '#guidance/uptake/set-launch.ts'
import { selectPastEvents } from '#guidance/uptake/store.ts'
import type { Cast } from './cast.ts'
import { demonstrationDates } from './dates.ts'
import { actOf } from './time.ts'

const said: readonly (readonly [answer: AnswerKind, reason: string] | undefined)[] = [
  ['as_is', ''],
  ['with_changes', 'We added who is told at our nursery.'],
  undefined,
  ['as_is', ''],
  ['own_policy', 'Our trust’s policy says the same and more of trips abroad.'],
  ['as_is', ''],
  ['not_adopting', 'Our governors ask for a shorter text first.'],
]

/** An officer looked at the pages of some that adopted it, read most of them, and one was gone. */
const settlePages = async (act: Act, cast: Cast, officer: Actor, documentId: string): Promise<void> => {
  const dates = demonstrationDates(act.now).guidance.answers
  for (const [n, school] of cast.schools.entries()) {
    if (n % 2 === 1 || !said[n % said.length]?.[0].match(/^(as_is|with_changes)$/)) continue
    const asked = await readNow(act.db, selectAskedNow(act.db, documentId, school.id))
    const [site] = hostsOf(await readNow(act.db, selectWebsites(act.db, school.id)))
    if (!asked?.answerId || !site) continue
    const address = new URL(`https://${site}/policies/child-on-child-abuse`)
    const looked = actOf(act, officer, addMinutes(dates.looked, n % 60))
    const isGone = n % 10 === 8
    const hash = (n + 17).toString(16).padStart(4, '0').repeat(16)
    const found = isGone ? ({ outcome: 'not_there', status: 404, hash: '' } as const) : ({ outcome: 'found', status: 200, hash } as const)
    const id = await keepPage(looked, asked, address, found)
    if (!isGone && n % 4 === 0) await tickPage(actOf(act, officer, addMinutes(looked.now, 4)), asked, id)
  }
}

/** @returns how many schools answered */
export const settleAnswers = async (act: Act, cast: Cast, officer: Actor, documentId: string): Promise<number> => {
  const dates = demonstrationDates(act.now).guidance.answers
  let answered = 0
  for (const [n, school] of cast.schools.entries()) {
    const actor = cast.contacts.get(school.id)
    const found = said[n % said.length]
    const asked = actor && found && (await readNow(act.db, selectAskedNow(act.db, documentId, school.id)))
    if (!(actor && found && asked)) continue
    const by = actOf(act, n % 6 === 3 ? officer : actor, dates.answered(n))
    const told = n % 6 === 3 ? { name: actor.name ?? 'The office', role: 'Headteacher' } : { name: '', role: '' }
    const [answer, reason] = found
    const done = await answerVersion(by, asked, {
      ...{ id: newId(by.now), answer, reason, ...told, how: n % 6 === 3 ? 'told' : 'signed_in', supersedesId: undefined },
      ...{ body: bodiesOf(asked)[0], decidedOn: dates.decidedOn(n), minute: String(40 + n) },
    })
    if (!done.ok) continue
    answered += 1
    const now = await readNow(act.db, selectAskedNow(act.db, documentId, school.id))
    if (n % 3 === 0 && now?.answerId) {
      const seen = {
        answerId: now.answerId,
        level: n % 2 === 0 ? 'verified' : 'seen',
        note: `Minute ${40 + n}, sent by the school`,
      } as const
      await recordAnswerCheck(actOf(act, officer, dates.checked), now, seen)
    }
  }
  await settlePages(act, cast, officer, documentId)
  const [event] = await readNow(act.db, selectPastEvents(act.db, dates.launched))
  if (event) await setLaunch(actOf(act, officer, dates.launched), documentId, event.code, false)
  return answered
}
