// What a member is answered on one topic, counted from raw rows in loops: written from docs/rules (uptake.md, reached.md, coverage.md,
// requirements.md). It shares no statement and no rule with the service, so that a mistake in one is not in the other.
import { countedOn, type Raw, type Rows } from './schools.ts'
import { standingsOn, trainingTables } from './training.ts'

export const answerTables = [
  ...trainingTables,
  ...([
    'RegisterSignOff',
    'PlaceSession',
    'SchoolFollowed',
    'Message',
    'MailEvent',
    'NoticeFact',
    'GuidanceDocument',
    'GuidanceAudience',
  ] as const),
  ...(['GuidanceVersion', 'GuidanceIssue', 'GuidanceReceipt', 'GuidanceAnswer', 'GuidanceAnswerCheck', 'GuidancePublished'] as const),
  ...(['NationalAdvice', 'Chase', 'ContactTried', 'Sending', 'EvidenceCheck'] as const),
] as const
type All = Rows<(typeof answerTables)[number]>

/**
 * `documentId`: undefined where nothing was issued on the topic. `on`: a day, until the end of which counts what reached us; what happened counts on
 * its day, whenever it was recorded. `at`: when it is asked.
 */
export type Asked = { area: string; topic: string; documentId: string | undefined; on: string; at: string }

/** By part of a line: how much each school adds to it; and the days that are said of each school. */
export type Counted = { parts: Map<string, Map<string, number>>; days: Map<string, Record<string, string | number | null>> }

const london = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/London' })
const dayOf = (at: string | null | undefined): string => (at && at.length > 10 ? london.format(new Date(at)) : (at ?? ''))

/** The day after the same day two years before; of 29 February that is 1 March. */
const twoYearsTo = (on: string): string => {
  const before = new Date(`${on}T12:00:00Z`)
  before.setUTCFullYear(before.getUTCFullYear() - 2)
  if (!on.endsWith('02-29')) before.setUTCDate(before.getUTCDate() + 1)
  return before.toISOString().slice(0, 10)
}
const yearBefore = (on: string): string =>
  on.endsWith('02-29') ? `${Number(on.slice(0, 4)) - 1}-02-28` : `${Number(on.slice(0, 4)) - 1}${on.slice(4)}`
const dayAfter = (day: string): string => new Date(Date.parse(`${day}T12:00:00Z`) + 86_400_000).toISOString().slice(0, 10)

const is = (row: Raw | undefined, name: string, ...values: readonly string[]): boolean => values.includes(row?.[name] ?? '')
const byId = (rows: readonly Raw[], name = 'id'): Map<string, Raw> => new Map(rows.map((row) => [row[name] ?? '', row]))
const by = (rows: readonly Raw[], name: string): Map<string, Raw[]> => Map.groupBy(rows, (row) => row[name] ?? '')
const latest = (rows: readonly Raw[], name: string): Raw | undefined =>
  rows.toSorted((a, b) => ((a[name] ?? '') + a['id'] < (b[name] ?? '') + b['id'] ? -1 : 1)).at(-1)

type Time = { at: string; occasion: string; topic: string; own: boolean; role: string; person: string; register: string; known: string }

/** Each time that somebody came for a school, by its id, until the end of a day. */
const timesOf = (all: All, on: string): Map<string, Time[]> => {
  const times = new Map<string, Time[]>()
  const add = (school: string | null | undefined, time: Time): void => {
    if (school) times.set(school, [...(times.get(school) ?? []), time])
  }
  const [places, walkIns, sessions, events] = [byId(all.Place), byId(all.WalkIn), byId(all.Session), byId(all.Event)]
  const [signed, corrected] = [byId(all.RegisterSignOff, 'sessionId'), byId(all.Mark, 'correctsId')]
  const [represented, checks] = [by(all.PlaceRepresents, 'placeId'), by(all.EvidenceCheck, 'earlierId')]
  for (const mark of all.Mark) {
    const session = sessions.get(mark['sessionId'] ?? '')
    if (!is(mark, 'markType', 'attended', 'part') || corrected.has(mark['id'] ?? '') || session?.['calledOffAt']) continue
    if (!session || dayOf(session['startsAt']) > on) continue
    const who = places.get(mark['placeId'] ?? '') ?? walkIns.get(mark['walkInId'] ?? '')
    const register = signed.has(session['id'] ?? '') ? 'signed' : 'provisional'
    const time = {
      ...{
        at: session['startsAt'] ?? '',
        occasion: session['eventId'] ?? '',
        topic: events.get(session['eventId'] ?? '')?.['topicId'] ?? '',
      },
      ...{ role: who?.['roleId'] ?? '', person: who?.['personId'] ?? who?.['id'] ?? '' },
      ...{ register, known: is(mark, 'source', 'stated') ? 'stated' : register },
    }
    add(who?.['schoolId'], { ...time, own: true })
    for (const other of represented.get(mark['placeId'] ?? '') ?? []) add(other['schoolId'], { ...time, own: false })
  }
  for (const one of all.EarlierAttendance) {
    const held = one['heldOn'] ?? ''
    if (one['supersededAt'] !== null || !is(one, 'markType', 'attended', 'part') || held > on) continue
    add(one['schoolId'], {
      ...{ at: held, occasion: `${held}${one['title']}`, topic: one['topicId'] ?? '', own: true, role: one['roleId'] ?? '' },
      ...{
        person: one['personId'] ?? one['id'] ?? '',
        register: 'earlier',
        known: is(latest(checks.get(one['id'] ?? '') ?? [], 'at'), 'level', 'seen', 'verified') ? 'earlier' : 'stated',
      },
    })
  }
  return times
}

/** The roots that merged or were split into this one, with theirs before. */
const before = (all: All, root: string): Set<string> => {
  const found = new Set<string>([root])
  const rootOf = byId(all.School)
  for (let size = 0; size !== found.size; ) {
    size = found.size
    for (const one of all.Succession)
      if (
        one['supersededAt'] === null &&
        is(one, 'how', 'merger', 'split') &&
        found.has(rootOf.get(one['toSchoolId'] ?? '')?.['rootId'] ?? '')
      )
        found.add(rootOf.get(one['fromSchoolId'] ?? '')?.['rootId'] ?? '')
  }
  return found
}

const roleGroup = (role: string): string =>
  ['dsl', 'deputy_dsl', 'head'].includes(role)
    ? role
    : ['link_governor', 'chair', 'chair_management', 'proprietor', 'governor'].includes(role)
      ? 'governor'
      : role === ''
        ? 'not_recorded'
        : 'other'

/** Which of the states of a mail to a school the provider’s reports and our own attempts leave it in. */
const fateOf = (all: All, on: string): ((messageId: string) => string) => {
  const [messages, reports] = [byId(all.Message), by(all.MailEvent, 'messageId')]
  return (messageId) => {
    const message = messages.get(messageId)
    const known = (reports.get(messageId) ?? [])
      .filter((one) => is(one, 'outcome', 'followed') && dayOf(one['followedAt']) <= on)
      .flatMap(({ type, at }) =>
        is({ type: type ?? '' }, 'type', 'email.delivered', 'email.complained')
          ? [`${at} arrived`]
          : is({ type: type ?? '' }, 'type', 'email.bounced', 'email.suppressed', 'email.failed')
            ? [`${at} came back`]
            : [],
      )
    if (is(message, 'state', 'failed') && dayOf(message?.['dueAt']) <= on) known.push(`${message?.['dueAt']} came back`)
    return known.toSorted().at(-1)?.slice(25) ?? 'unknown'
  }
}

/** Roots whose lead, overdue or without training, has a place at training that counts. */
const bookedRoots = (all: All, holders: Map<string, string>, at: string): Set<string> => {
  const [events, schools, spells] = [byId(all.Event), byId(all.School), byId(all.RoleAtSchool)]
  const edition = all.RequirementEdition.find(
    (one) =>
      one['requirementId'] === 'lead' &&
      one['supersededAt'] === null &&
      (one['validFrom'] ?? '') <= dayOf(at) &&
      dayOf(at) < (one['validTo'] ?? '9999'),
  )
  const list = (name: string): string[] => JSON.parse(edition?.[name] ?? '[]') as string[]
  const said = (event: Raw): string[] =>
    all.CountsTowards.filter(
      (one) => one['eventId'] === event['id'] && one['supersededAt'] === null && ['lead', null].includes(one['requirementId'] ?? null),
    ).map((one) => one['countsAs'] ?? '')
  const counts = (event: Raw): boolean => {
    const own = said(event)
    if (own.length > 0) return own.some((one) => one !== 'none')
    return list('purposes').includes(event['purpose'] ?? '') && list('topicIds').includes(event['topicId'] ?? '')
  }
  const isOver = (session: Raw): boolean => (session['endsAt'] ?? '') <= at
  const has = (place: Raw): boolean => {
    const event = events.get(place['eventId'] ?? '')
    if (!event || !is(event, 'state', 'published') || !counts(event)) return false
    const own = all.Session.filter((one) => one['eventId'] === event['id'] && one['calledOffAt'] === null)
    if (own.some((one) => !isOver(one)))
      return (
        is(place, 'state', 'confirmed') ||
        (is(place, 'state', 'held') && ((place['heldUntil'] ?? '') > at || is(place, 'waitsFor', 'approval')))
      )
    return (
      is(place, 'state', 'confirmed') &&
      own.some(
        ({ id }) =>
          all.PlaceSession.some((one) => one['placeId'] === place['id'] && one['sessionId'] === id) &&
          !all.RegisterSignOff.some((one) => one['sessionId'] === id) &&
          !all.Mark.some(
            (one) =>
              one['placeId'] === place['id'] &&
              one['sessionId'] === id &&
              one['markType'] !== 'none' &&
              !all.Mark.some((other) => other['correctsId'] === one['id']),
          ),
      )
    )
  }
  const places = by(all.Place, 'personId')
  return new Set(
    [...holders].flatMap(([key, state]) => {
      const [spell = '', requirement] = key.split(' ')
      const role = spells.get(spell)
      const isDue = requirement === 'lead' && ['not_in_date', 'no_record'].includes(state)
      return isDue && (places.get(role?.['personId'] ?? '') ?? []).some(has)
        ? [schools.get(role?.['schoolId'] ?? '')?.['rootId'] ?? '']
        : []
    }),
  )
}

const said: Readonly<Record<string, string>> = {
  ...{ in_date: 'in_date', due_soon: 'in_date', not_in_date: 'overdue', no_record: 'no_training', not_known: 'not_told' },
}

type Stands = {
  guidance: string
  answer: string
  meeting?: string
  level?: string
  website?: string
  days: Record<string, string | number | null>
}

/** How the schools of a document stand with its current version, as a function of the root and its identity. */
const guidanceOf = (all: All, documentId: string, on: string) => {
  const document = all.GuidanceDocument.find((one) => one['id'] === documentId)
  const issued = all.GuidanceVersion.filter((one) => one['documentId'] === documentId && dayOf(one['issuedAt']) <= on && one['issuedAt'])
  const number = (one: Raw | undefined): number => Number(one?.['number'] ?? 0)
  const versions = issued.toSorted((a, b) => number(b) - number(a))
  const [current] = versions
  const asksLast = number(versions.find((one) => Number(one['askAgain']) === 1) ?? versions.at(-1))
  const standing = new Set(versions.filter((one) => number(one) >= asksLast).map(({ id }) => id))
  const isFor = (dimension: string, value: string | null | undefined): boolean =>
    all.GuidanceAudience.some((one) => one['documentId'] === documentId && one['dimension'] === dimension && one['value'] === value)
  const versionOf = byId(versions)
  const until = (rows: readonly Raw[], at: string): Raw[] => rows.filter((one) => dayOf(one[at]) <= on)
  const issues = by(
    until(all.GuidanceIssue, 'issuedAt').filter((one) => versionOf.has(one['versionId'] ?? '')),
    'schoolId',
  )
  const [receipts, answers] = [
    by(until(all.GuidanceReceipt, 'recordedAt'), 'issueId'),
    by(until(all.GuidanceAnswer, 'answeredAt'), 'issueId'),
  ]
  const [looks, checks] = [by(until(all.GuidancePublished, 'checkedAt'), 'issueId'), by(until(all.GuidanceAnswerCheck, 'at'), 'answerId')]
  const notes = by(
    all.NoticeFact.filter((one) => one['notice'] === 'guidance' && one['subjectId'] === current?.['id'] && dayOf(one['recordedAt']) <= on),
    'schoolId',
  )
  const fate = fateOf(all, on)
  const asks = is(document, 'asked', 'adopt', 'answer')
  const advice = byId(all.NationalAdvice).get(current?.['adviceId'] ?? '')?.['publishedOn']

  return (ids: readonly string[], identity: Raw): Stands => {
    const given = ids.flatMap((id) => issues.get(id) ?? [])
    const days: Stands['days'] = {}
    const apart = (state: string): Stands => ({ guidance: state, answer: asks ? state : 'none_asked', days })
    if (!isFor('sector', identity['sector']) || !isFor('kind', identity['kind'])) return apart('not_for')
    const ofCurrent = given.filter((one) => one['versionId'] === current?.['id'])
    const had = (rows: Map<string, Raw[]>): Raw[] => ofCurrent.flatMap(({ id }) => rows.get(id ?? '') ?? [])
    // Whoever had it under an earlier number did not open since.
    const out =
      ofCurrent.length === 0 ? 'not_issued' : ofCurrent.every((one) => is(one, 'why', 'opened_later')) ? 'opened_since' : undefined
    const [since] = ofCurrent.map((one) => dayOf(one['issuedAt'])).toSorted()
    days['issuedOn'] = since ?? null
    days['daysAfter'] = since && advice ? (Date.parse(since) - Date.parse(advice)) / 86_400_000 : null

    const confirmed = had(receipts).some((one) => is(one, 'what', 'acknowledged', 'planned')) || had(answers).length > 0
    const facts = ids.flatMap((id) => notes.get(id) ?? [])
    const withdrawn = new Set(facts.map(({ ofId }) => ofId))
    const told = facts.some((one) => is(one, 'what', 'told') && !withdrawn.has(one['id'] ?? ''))
    const mails = facts.filter((one) => is(one, 'what', 'queued')).map((one) => fate(one['messageId'] ?? ''))
    const unsent = facts.filter((one) => one['messageId'] === null)
    const reach = confirmed
      ? 'confirmed'
      : told
        ? 'told'
        : mails.includes('arrived')
          ? 'delivered'
          : mails.includes('unknown')
            ? 'queued'
            : mails.includes('came back') || unsent.some((one) => is(one, 'what', 'came_back'))
              ? 'came_back'
              : unsent.some((one) => is(one, 'what', 'not_sent'))
                ? 'not_sent'
                : 'queued'
    if (!asks && out) return apart(out)
    if (!asks) return { guidance: reach, answer: 'none_asked', days }

    // Another body decides since the school became another: its answers before do not stand.
    const opens = identity['opensOn'] ?? ''
    const became = ids.some((id) =>
      all.SchoolIdentity.some(
        (one) =>
          one['schoolId'] === id &&
          one['supersededAt'] === null &&
          one['urn'] !== identity['urn'] &&
          one['closesOn'] &&
          one['closesOn'] <= opens,
      ),
    )
    const ofStanding = given.filter(({ versionId }) => standing.has(versionId ?? ''))
    const [answer] = versions.flatMap(({ id }) => {
      const own = ofStanding
        .filter((one) => one['versionId'] === id)
        .flatMap((one) => answers.get(one['id'] ?? '') ?? [])
        .filter((one) => !became || (one['decidedOn'] ?? dayOf(one['answeredAt'])) >= opens)
      const last = latest(own, 'answeredAt')
      return last ? [last] : []
    })
    if (!answer) {
      const planned = latest(
        had(receipts).filter((one) => is(one, 'what', 'planned')),
        'recordedAt',
      )
      const meetsOn = planned && (planned['meetsOn'] ?? '') >= on ? planned['meetsOn'] : undefined
      days['meetsOn'] = meetsOn ?? null
      return out ? apart(out) : { guidance: reach, answer: 'no_answer', meeting: meetsOn ? 'planned' : 'none', days }
    }
    // Since it was last not there, it was found, or read by an officer.
    const looked = ofStanding
      .flatMap(({ id }) => looks.get(id ?? '') ?? [])
      .toSorted((a, b) => ((a['checkedAt'] ?? '') < (b['checkedAt'] ?? '') ? 1 : -1))
    const isTicked = ({ tickedAt }: Raw): boolean => tickedAt !== null && dayOf(tickedAt) <= on
    const gone = looked.findIndex((one) => !is(one, 'outcome', 'found') && !isTicked(one))
    const there = gone < 0 ? looked : looked.slice(0, gone)
    if (is(answer, 'answer', 'as_is', 'with_changes')) days['decidedOn'] = answer['decidedOn'] ?? dayOf(answer['answeredAt'])
    if (out === 'opened_since') return apart(out)
    return {
      ...{ guidance: out ? 'answered_earlier' : reach, answer: answer['answer'] ?? '', days },
      level: latest(checks.get(answer['id'] ?? '') ?? [], 'at')?.['level'] ?? 'stated',
      website: there.some(isTicked) ? 'ticked' : there.length > 0 ? 'found' : 'not_found',
    }
  }
}

/** Of each school (id) what somebody tried, and the steps to come, about coming to the topic or about its guidance. */
const contactOf = (all: All, topic: string, documentId: string | undefined, from: string, on: string) => {
  const [chases, sendings, events] = [byId(all.Chase), byId(all.Sending), byId(all.Event)]
  const corrected = byId(all.ContactTried, 'correctsId')
  const isOfThis = (one: Raw | undefined): boolean =>
    is(one, 'matter', 'never_reached') || (is(one, 'matter', 'guidance') && one?.['subjectId'] === (documentId ?? ''))
  const known = all.ContactTried.filter((one) => !corrected.has(one['id'] ?? '') && !is(one, 'result', 'not_so'))
  const tried = known.filter((one) => isOfThis(chases.get(one['chaseId'] ?? '') ?? one))
  const invited = all.Message.filter((one) => {
    const sending = sendings.get(one['sendingId'] ?? '')
    const isOfTopic = is(sending, 'nature', 'training') && events.get(sending?.['eventId'] ?? '')?.['topicId'] === topic
    return isOfTopic && is(one, 'state', 'sent') && !is(one, 'deliveryStatus', 'bounced', 'suppressed', 'failed')
  })
  const within = (at: string | null | undefined): boolean => from <= dayOf(at) && dayOf(at) <= on
  const results = [
    ...tried.map((one) => [one['schoolId'], one['happenedAt'], one['result'] ?? ''] as const),
    ...invited.map((one) => [one['schoolId'], one['sentAt'], 'written_to'] as const),
  ].filter(([, at]) => within(at))
  const issues = by(all.GuidanceIssue, 'schoolId')
  const current = latest(
    all.GuidanceVersion.filter((one) => one['documentId'] === documentId && one['issuedAt'] !== null),
    'issuedAt',
  )
  const plans = by(
    all.GuidanceReceipt.filter((one) => is(one, 'what', 'planned')),
    'issueId',
  )
  return (ids: readonly string[]): { contact: string; next: string } => {
    const own = results.filter(([school]) => ids.includes(school ?? '')).map(([, , result]) => result)
    const has = (...some: readonly string[]): boolean => own.some((one) => some.includes(one))
    const meeting = ids
      .flatMap((id) => issues.get(id) ?? [])
      .filter((one) => one['versionId'] === current?.['id'])
      .flatMap((one) => latest(plans.get(one['id'] ?? '') ?? [], 'recordedAt')?.['meetsOn'] ?? [])
      .toSorted()
      .at(-1)
    const steps = all.Chase.filter((one) => ids.includes(one['schoolId'] ?? '') && one['endedAt'] === null && isOfThis(one)).map(
      (chase) => {
        const step = latest(
          known.filter((one) => one['chaseId'] === chase['id']),
          'happenedAt',
        )?.['nextOn']
        // Nobody is followed up before the meeting for which it planned to decide.
        return is(chase, 'matter', 'guidance') && meeting && (step ?? '') <= meeting ? dayAfter(meeting) : (step ?? '')
      },
    )
    const [next] = steps.toSorted()
    return {
      contact: has('spoke', 'answered') ? 'spoke' : has('written_to') ? 'wrote' : has('left_message', 'no_answer') ? 'tried' : 'none',
      next: next === undefined ? 'none' : next < on ? 'overdue' : 'coming',
    }
  }
}

/** The first day of any record. */
const beganOn = (all: All): string =>
  [
    ...all.Session.filter(({ id, calledOffAt }) => calledOffAt === null && all.Mark.some((one) => one['sessionId'] === id)).map(
      ({ startsAt }) => dayOf(startsAt),
    ),
    ...all.EarlierAttendance.filter(({ supersededAt }) => supersededAt === null).map(({ heldOn }) => heldOn ?? ''),
  ].toSorted()[0] ?? '9999'

export const recount = (all: All, { area, topic, documentId, on, at }: Asked): Counted => {
  // Of earlier days it is not kept who was booked and what was next.
  const isPast = on < dayOf(at)
  const from = twoYearsTo(on)
  const counted: Counted = { parts: new Map(), days: new Map() }
  const times = timesOf(all, on)
  const { schools: standings, holders } = standingsOn(all, on)
  const followed = byId(all.SchoolFollowed, 'rootId')
  const booked = bookedRoots(all, holders, at)
  const ago = yearBefore(on)
  const openBefore = beganOn(all) <= ago ? new Set(countedOn(all, area, ago).keys()) : new Set<string>()
  const contacted = contactOf(all, topic, documentId, from, on)
  const guidance = documentId === undefined ? undefined : guidanceOf(all, documentId, on)
  for (const [root, identity] of countedOn(all, area, on)) {
    const add = (part: string, n = 1): void => {
      if (n === 0) return
      const schools = counted.parts.get(part) ?? new Map<string, number>()
      counted.parts.set(part, schools.set(root, (schools.get(root) ?? 0) + n))
    }
    const idsOf = (one: string): string[] => all.School.flatMap(({ id, rootId }) => (rootId === one && id ? [id] : []))
    const own = [...before(all, root)].flatMap(idsOf).flatMap((id) => times.get(id) ?? [])
    const onTopic = own.filter((one) => one.topic === topic)
    const asked = onTopic.filter((one) => dayOf(one.at) >= from)
    const sent = asked.filter((one) => one.own)
    const came = asked.length > 0
    add(came ? 'came.yes' : 'came.no')
    if (came)
      add(`sent.${sent.some(({ role }) => ['dsl', 'deputy_dsl'].includes(role)) ? 'lead' : sent.length > 0 ? 'other' : 'represented'}`)
    else add(`missed.${onTopic.length > 0 ? 'lapsed' : own.length > 0 ? 'never_topic' : 'never'}`)
    if (came) add(`sure.${['signed', 'earlier', 'provisional', 'stated'].find((one) => asked.some(({ known }) => known === one))}`)
    const { contact, next } = contacted(idsOf(root))
    if (!came) add(`contact.${contact}`)
    if (!came && !isPast) add(`next.${next}`)
    if (openBefore.has(root)) {
      const had = onTopic.some((one) => dayOf(one.at) >= twoYearsTo(ago) && dayOf(one.at) <= ago)
      add(`same.${came ? 'yes' : 'no'}`)
      add(`before.${had ? 'yes' : 'no'}`)
      if (had) add(`again.${came ? 'yes' : 'no'}`)
    }
    for (const mine of Map.groupBy(sent, ({ person }) => person).values()) {
      const last = mine.toSorted((a, b) => (`${a.at} ${a.role}` < `${b.at} ${b.role}` ? -1 : 1)).at(-1)
      add(`people.${roleGroup(last?.role ?? '')}`)
      add(`registers.${['signed', 'earlier', 'provisional'].find((one) => mine.some(({ register }) => register === one))}`)
    }
    const state = standings.get(`${root} lead`) ?? ''
    const training = isPast || followed.has(root) ? (said[state] ?? state) : 'waiting'
    add(`training.${training}`)
    if (!isPast && (training === 'overdue' || training === 'no_training')) add(`booked.${booked.has(root) ? 'yes' : 'no'}`)

    const { days, ...stands } = guidance?.(idsOf(root), identity) ?? { days: {}, guidance: 'none', answer: 'none' }
    const [topicDays, anyDays] = [onTopic, own].map((some) => some.map((one) => dayOf(one.at)).toSorted())
    counted.days.set(root, {
      ...{ firstOn: topicDays?.[0] ?? null, lastOn: topicDays?.at(-1) ?? null, times: new Set(onTopic.map((one) => one.occasion)).size },
      ...{ lastAnyOn: anyDays?.at(-1) ?? null, issuedOn: null, daysAfter: null, decidedOn: null, meetsOn: null, ...days },
    })
    for (const [line, part] of Object.entries(stands)) add(`${line}.${part}`)
    const adopted = ['as_is', 'with_changes'].includes(stands.answer)
    add(`adopted.${adopted ? 'yes' : 'no'}`)

    const number = (text: string | null | undefined): number => (/^\d/.test(text ?? '') ? Number.parseInt(text ?? '', 10) : 0)
    add(`pupils.${came ? 'of' : 'others'}`, number(identity['pupils']))
    add(`girls.${came ? 'of' : 'others'}`, number(identity['girls']))
    // Where nothing is asked nobody can have adopted it, or not.
    if (!['none', 'none_asked'].includes(stands.answer)) {
      add(`pupils_adopted.${adopted ? 'of' : 'others'}`, number(identity['pupils']))
      add(`girls_adopted.${adopted ? 'of' : 'others'}`, number(identity['girls']))
    }
    add(`census.${/^\d/.test(identity['pupils'] ?? '') ? 'known' : 'not_known'}`)
  }
  return counted
}
