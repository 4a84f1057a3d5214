// What schools were given, by chance: what became of each mail in whatever order that was reported, what was noted, confirmed, planned, answered and looked at.
import { addDays, type Day } from '#base/dates.ts'
import { newId } from '#base/id.ts'
import { tick } from '#test/support/factories.ts'
import { aDocument, aVersion } from '#test/worker/guidance/world.ts'
import type { Pen, School } from './random-rows.ts'

const answers = ['as_is', 'with_changes', 'own_policy', 'not_adopting', 'not_applicable'] as const
/** What the provider reports, as it happens; `gave up`: we never sent it; `at once`: two reports of one moment. */
const fates: readonly (readonly string[])[] = [
  ...[[], ['delayed'], ['delivered'], ['delivered', 'complained'], ['complained'], ['bounced'], ['suppressed'], ['failed'], ['gave up']],
  ...[['delivered', 'bounced'], ['bounced', 'delivered'], ['delayed', 'delivered'], ['delayed', 'bounced'], ['opened'], ['at once']],
]
const bodies: Readonly<Record<string, string>> = {
  ...{ maintained: 'governing_body', academy: 'trust_board', independent: 'proprietor', further_education: 'corporation' },
}

type Given = { issueId: string; versionId: string; school: School; given: string; isAnswered: boolean }

export const issueGuidance = async (
  pen: Pen,
  { schools, several, byId }: { schools: readonly School[]; several: readonly School[]; byId: string },
) => {
  const { next, pick, put, set, ago, today, at, moment, write } = pen

  const mail = ({ versionId, school }: Given, after: (days: number) => Day): void => {
    const [id, createdAt, fate] = [newId(tick()), at(after(0), '10:00'), pick(fates)]
    const state = fate.length === 0 && next(2) === 0 ? 'queued' : 'sent'
    put('Message', 'id kind state recipient schoolId createdAt dueAt', id, 'guidance_issued', state, id, school.id, createdAt, createdAt)
    const facts = ['guidance', versionId, school.id, 'queued', createdAt, createdAt, id]
    put('NoticeFact', 'id notice subjectId schoolId what at recordedAt messageId', `${id} ${versionId}`, ...facts)
    const isAtOnce = fate[0] === 'at once'
    const reports = (isAtOnce ? ['delivered', 'bounced'] : fate).map((what, n) => [what, at(after(1), `11:0${isAtOnce ? 0 : n}`)] as const)
    // They are told in any order.
    for (const [what, when] of next(2) === 0 ? reports : reports.toReversed()) {
      if (what === 'gave up') set(`UPDATE Message SET state = 'failed', dueAt = ?2 WHERE id = ?1`, id, when)
      else {
        const event = put('MailEvent', 'type at receivedAt providerId messageId', `email.${what}`, when, at(after(1), '12:00'), id, id)
        const outcome = next(15) === 0 ? 'ignored' : 'followed'
        set('UPDATE MailEvent SET followedAt = ?2, outcome = ?3 WHERE id = ?1', event, at(after(1), '12:01'), outcome)
      }
    }
  }

  const note = ({ versionId, school, given }: Given, after: (days: number) => Day): void => {
    const of = ['guidance', versionId, school.id] as const
    const columns = 'notice subjectId schoolId what at recordedAt'
    if (next(4) === 0) put('NoticeFact', columns, ...of, pick(['not_sent', 'not_sent', 'came_back']), given, given)
    for (let n = next(6) === 0 ? 1 + next(2) : 0; n > 0; n -= 1) {
      const how = pick(['telephone', 'letter', 'visit', 'message'])
      const noted = put('NoticeFact', `${columns} means toWhom byId`, ...of, 'told', at(after(2)), at(after(3)), how, 'Pat Lee', byId)
      const when = at(after(4))
      if (next(2) === 0) put('NoticeFact', `${columns} byId ofId reason`, ...of, 'withdrawn', when, when, byId, noted, 'Another school')
    }
  }

  const hear = ({ issueId, versionId, school, isAnswered }: Given, after: (days: number) => Day): void => {
    const receipt = (what: string, level: string, day: Day, accountId: string | null = null, meetsOn: Day | null = null): string => {
      const facts = [issueId, what, level, day, moment(day), 'Pat Lee', 'Head', accountId, meetsOn]
      return put('GuidanceReceipt', 'issueId what level day recordedAt name role accountId meetsOn', ...facts)
    }
    if (next(5) === 0) receipt('opened', 'seen', after(3), byId)
    if (next(6) === 0) receipt('acknowledged', 'stated', after(4))
    if (!isAnswered) return
    const meetings = [ago(5), today, addDays(today, 9), addDays(today, 40)]
    for (let n = next(4) === 0 ? 1 + next(3) : 0; n > 0; n -= 1) receipt('planned', 'stated', after(9 - n), null, pick(meetings))
    let last: string | null = null
    for (let n = next(2) === 0 ? 1 + next(2) : 0; n > 0; n -= 1) {
      const [answer, day] = [pick(answers), after(12 - n)]
      const decided = answer === 'not_applicable' ? [null, null] : [bodies[school.sector] ?? '', pick([addDays(day, -30), day])]
      const columns = 'issueId versionId answer body decidedOn reason how accountId supersedesId answeredAt'
      last = put(
        'GuidanceAnswer',
        columns,
        issueId,
        versionId,
        answer,
        ...decided,
        'Ours is stricter',
        'signed_in',
        byId,
        last,
        moment(day),
      )
    }
    for (let n = last ? next(3) : 0; n > 0; n -= 1)
      put('GuidanceAnswerCheck', 'answerId level at byId', last, pick(['stated', 'seen', 'verified']), moment(after(20 - n)), byId)
    for (let n = next(4); n > 0; n -= 1) {
      const [when, outcome, ticks] = [moment(after(30 - n)), pick(['found', 'found', 'not_there', 'no_answer']), next(4) === 0]
      const columns = 'issueId address checkedAt checkedById outcome tickedAt tickedById'
      put('GuidancePublished', columns, issueId, 'https://a.example/', when, byId, outcome, ticks ? when : null, ticks ? byId : null)
    }
  }

  const give = (versionId: string, school: School, day: Day, isAnswered: boolean): void => {
    const opensOn = school.opensOn ?? ''
    if (next(9) === 0 || (school.closesOn ?? '9999') <= day) return
    const isLater = opensOn > day
    const given = at(isLater ? opensOn : day)
    const from = isLater && next(4) === 0 ? pick(several).id : null
    const why = from ? 'inherited' : isLater ? 'opened_later' : pick(['issued', 'issued', 'joined_later'])
    const columns = 'versionId schoolId issuedAt recordedAt toldAt why fromSchoolId'
    const issueId = newId(tick())
    put('GuidanceIssue', `id ${columns}`, issueId, versionId, school.id, from ? at(day) : given, given, given, why, from)
    const after = (days: number): Day => [addDays(given.slice(0, 10), days), today].toSorted()[0] ?? today
    const one = { issueId, versionId, school, given, isAnswered }
    for (let n = next(3); n > 0; n -= 1) mail(one, after)
    note(one, after)
    hear(one, after)
  }

  const [topicId, other] = ['child-on-child-abuse', 'online-safety']
  const documents = [
    // One that asks for an answer, in versions; one for information on the same topic; one on another.
    await aDocument({ topicId, asked: pick(['adopt', 'answer']), audience: { sector: ['maintained', 'academy', 'independent'] } }),
    await aDocument({ topicId, asked: pick(['tell_staff', 'nothing']), audience: { kind: ['primary', 'secondary', 'special'] } }),
    await aDocument({ topicId: other, asked: 'answer' }),
  ]
  const first: Day[] = []
  for (const [which, document] of documents.entries()) {
    const issuedOn = [ago(500), ago(200), ago(55)]
      .slice(which === 0 ? 0 : next(3), which === 0 ? 1 + next(3) : 3)
      .slice(0, which === 0 ? 3 : 1)
    first.push(issuedOn[0] ?? today)
    for (const [n, day] of issuedOn.entries()) {
      const versionId = await aVersion(document, { number: n + 1, askAgain: next(2), issuedOn: day, availableOn: addDays(day, -20) })
      for (const school of schools) give(versionId, school, day, which !== 1)
      await write()
    }
  }
  return documents.map(({ id }, which) => ({ topic: which === 2 ? other : topicId, guidance: id, from: first[which] ?? today }))
}
