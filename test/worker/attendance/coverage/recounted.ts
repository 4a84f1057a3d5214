// Coverage counted from raw rows alone, without a line of its SQL.
import type { Dimension, Question } from '#attendance/coverage/coverage.ts'
import { rows } from '#test/support/factories.ts'
import { countedOn, type Raw, readRows } from '#tools/recount/schools.ts'
import { trainingTables } from '#tools/recount/training.ts'

/** The same numbers each time. */
export const chance = (seed: number) => {
  let state = seed
  const next = (below: number): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
    return Math.floor((state / 4_294_967_296) * below)
  }
  return { next, pick: <T>(of: readonly T[]): T => of[next(of.length)] as T }
}

export const kept = async (table: string) => rows<Raw>(`SELECT * FROM ${table}`)

export const everything = () => readRows(trainingTables, kept)
type Everything = Awaited<ReturnType<typeof everything>>

const band = (text: string, ends: readonly number[]): string =>
  /^\d/.test(text) ? String(1 + ends.filter((end) => Number(text) >= end).length) : ''

export const keyOf = (by: Dimension, i: Raw): string => {
  const text = (name: string): string => i[name] ?? ''
  switch (by) {
    case 'sector-kind':
      return `${text('sector')}.${text('kind')}`
    case 'trust':
      return text('trustUid') || text('trustName')
    case 'ward':
      return text('wardCode') || text('wardName')
    case 'district':
      return text('districtCode') || text('districtName')
    case 'faith':
      return ['None', 'Does not apply', 'Not applicable'].includes(text('religiousCharacter')) ? 'none' : text('religiousCharacter')
    case 'settlement':
      return /rural/i.test(text('urbanRural')) ? 'rural' : /urban/i.test(text('urbanRural')) ? 'urban' : ''
    case 'size':
      return band(/^\d/.test(text('pupils')) ? text('pupils') : text('capacity'), [100, 250, 500, 1000])
    case 'free-meals':
      return band(text('freeMealsPercent'), [10, 20, 30, 40])
    default:
      return text(by)
  }
}

/** Summer time is that of the days used here: sessions begin at half past eight, far from midnight. */
export const dayOf = (at: string): string => at.slice(0, 10)

/** Roots that had somebody attend within the question, followed through mergers and splits. */
export const reachedIn = (all: Everything, { from, to, topic, event }: Question): Set<string> => {
  const roots = new Map(all.School.map((s) => [s['id'] ?? '', s['rootId'] ?? '']))
  const corrected = new Set(all.Mark.map((m) => m['correctsId']))
  const sessions = new Map(all.Session.map((s) => [s['id'], s]))
  const events = new Map(all.Event.map((e) => [e['id'], e]))
  const places = new Map(all.Place.map((p) => [p['id'], p]))
  const walkIns = new Map(all.WalkIn.map((w) => [w['id'], w]))
  const reached = new Set<string>()
  const add = (school: string | null | undefined): void => {
    if (school) reached.add(roots.get(school) ?? '')
  }
  for (const mark of all.Mark) {
    if (corrected.has(mark['id'] ?? '') || !['attended', 'part'].includes(mark['markType'] ?? '')) continue
    const session = sessions.get(mark['sessionId'])
    const of = events.get(session?.['eventId'] ?? null)
    const day = dayOf(session?.['startsAt'] ?? '')
    if (event ? of?.['id'] !== event.id : day < from || day > to || (topic && of?.['topicId'] !== topic.id)) continue
    if (mark['placeId'] !== null) {
      add(places.get(mark['placeId'])?.['schoolId'])
      for (const one of all.PlaceRepresents) if (one['placeId'] === mark['placeId']) add(one['schoolId'])
    } else add(walkIns.get(mark['walkInId'])?.['schoolId'])
  }
  if (!event)
    for (const one of all.EarlierAttendance) {
      const held = one['heldOn'] ?? ''
      if (one['supersededAt'] !== null || !['attended', 'part'].includes(one['markType'] ?? '')) continue
      if (held >= from && held <= to && (!topic || one['topicId'] === topic.id)) add(one['schoolId'])
    }
  for (let before = -1; before !== reached.size; ) {
    before = reached.size
    for (const n of all.Succession)
      if (n['supersededAt'] === null && n['how'] !== 'one_to_one' && reached.has(roots.get(n['fromSchoolId'] ?? '') ?? ''))
        add(n['toSchoolId'])
  }
  return reached
}

export const recount = (all: Everything, question: Question, by: Dimension): Record<string, [open: number, tookPart: number]> => {
  const reached = reachedIn(all, question)
  const found: Record<string, [number, number]> = {}
  for (const [root, identity] of countedOn(all, question.laCodes[0] ?? '', question.on)) {
    const key = keyOf(by, identity)
    const [open, came] = found[key] ?? [0, 0]
    found[key] = [open + 1, came + (reached.has(root) ? 1 : 0)]
  }
  return found
}
