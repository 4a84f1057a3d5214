// People pasted from a spreadsheet: a line each with name, email address and role, separated by
// tabs, semicolons or commas and quoted as Excel does. A first line of headings says which column
// is which.

import type { Day } from '#base/dates.ts'
import { nameKey } from '#base/person-name.ts'
import type { Problems } from '#base/web/field.tsx'
import { cutTo, inWords } from '#base/words.ts'
import { type Colleague, longestName, mostDelegates, type RoleOption, rolesFor } from '#booking/bookings/booking.ts'
import type { EventDetails } from '#events/events/event.ts'
import { isBlank, type TypedBooking, withPeople } from './forms.ts'

/** `unknownRole`: a job title that is no role we know; they are `other` until somebody chooses. */
type Role = Pick<RoleOption, 'id' | 'label'>

export type PastedPerson = { name: string; email: string; roleId: string; unknownRole?: string }

/** `line` counts from 1, as seen in the text. */
export type PasteProblem = { line: number; field: 'name' | 'email' | 'role' | 'line'; text: string }

/** Only this much of a line is searched for separators. */
const longestLine = 1000

type Line = { number: number; cells: string[] }

/** The separator: tab, semicolon or comma, whichever is in most lines outside quotes; tabs win. */
const separatorOf = (text: string): string => {
  const plain = text.replaceAll(/"(?:[^"]|"")*"/g, '')
  const count = (mark: string): number => plain.split('\n').filter((line) => line.includes(mark)).length
  if (count('\t') > 0) return '\t'
  return count(';') >= count(',') && count(';') > 0 ? ';' : ','
}

/** The first line's separator: another one if only that isolates its address. */
const separatorHere = (text: string, usual: string): string => {
  const plain = text.slice(0, text.includes('\n') ? text.indexOf('\n') : undefined).replaceAll(/"(?:[^"]|"")*"/g, '')
  return plain.includes(usual) || !plain.includes('@') ? usual : ([';', ','].find((mark) => plain.includes(mark)) ?? usual)
}

/** Quoted cells may hold separators, line ends and doubled quotes; empty lines are skipped. */
export const linesOf = (pasted: string): Line[] => {
  const text = pasted.replaceAll(/\r\n?/g, '\n')
  const usual = separatorOf(text)
  const lines: Line[] = []
  let number = 1
  let at = 0
  while (at < text.length) {
    const line: Line = { number, cells: [] }
    const separator = separatorHere(text.slice(at, at + longestLine), usual)
    let more = true
    while (more) {
      let cell = ''
      while (text[at] === ' ') at += 1
      if (text[at] === '"') {
        at += 1
        while (at < text.length && !(text[at] === '"' && text[at + 1] !== '"')) {
          if (text[at] === '"') at += 1
          if (text[at] === '\n') number += 1
          cell += text[at]
          at += 1
        }
        at += 1
      }
      while (at < text.length && text[at] !== separator && text[at] !== '\n') {
        cell += text[at]
        at += 1
      }
      line.cells.push(cell.replaceAll(/[\p{Cc}\s]+/gu, ' ').trim())
      more = text[at] === separator
      if (more) at += 1
    }
    at += 1
    number += 1
    if (line.cells.some(Boolean)) lines.push(line)
  }
  return lines
}

const headings: Record<string, 'name' | 'first' | 'last' | 'email' | 'role'> = {
  name: 'name',
  'full name': 'name',
  delegate: 'name',
  'delegate name': 'name',
  forename: 'first',
  'first name': 'first',
  firstname: 'first',
  surname: 'last',
  'last name': 'last',
  lastname: 'last',
  email: 'email',
  'e-mail': 'email',
  'email address': 'email',
  'e-mail address': 'email',
  role: 'role',
  'job title': 'role',
  position: 'role',
  'role at the school': 'role',
}

// Common words for roles, besides labels and ids.
const shortNames: Record<string, string> = {
  dsl: 'dsl',
  'safeguarding lead': 'dsl',
  'lead dsl': 'dsl',
  'designated safeguarding officer': 'dsl',
  'deputy dsl': 'deputy_dsl',
  ddsl: 'deputy_dsl',
  'deputy safeguarding lead': 'deputy_dsl',
  'assistant dsl': 'deputy_dsl',
  'deputy designated safeguarding officer': 'deputy_dsl',
  head: 'head',
  ht: 'head',
  headteacher: 'head',
  'head teacher': 'head',
  principal: 'head',
  'link governor': 'link_governor',
  'safeguarding governor': 'link_governor',
  'safeguarding trustee': 'link_governor',
  'safeguarding link governor': 'link_governor',
  chair: 'chair',
  'chair of governors': 'chair',
  'chair of trustees': 'chair',
  cog: 'chair',
  senco: 'senco',
  sendco: 'senco',
  'designated teacher': 'designated_teacher',
  dt: 'designated_teacher',
  'pastoral lead': 'pastoral',
  pastoral: 'pastoral',
  'attendance lead': 'pastoral',
  'rshe lead': 'rshe_lead',
  rshe: 'rshe_lead',
  'trust lead': 'trust_lead',
  'trust dsl': 'trust_lead',
  'business manager': 'business_manager',
  sbm: 'business_manager',
  office: 'business_manager',
  other: 'other',
}

const roleKey = (text: string): string =>
  nameKey(text)
    .replaceAll(/[.’']/g, '')
    .replaceAll(/[-_/]+/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim()

/** The role meant by a label, id or common name; undefined otherwise. */
export const roleMeant = (typed: string, roles: readonly Role[]): string | undefined => {
  const key = roleKey(typed)
  return (
    roles.find((role) => roleKey(role.label) === key || roleKey(role.id) === key)?.id ??
    roles.find((role) => role.id === shortNames[key])?.id ??
    roles.find((role) => roleKey(role.label).split(' or ').includes(key))?.id
  )
}

const looksLikeEmail = (text: string): boolean => text.length <= 254 && /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text)

/** By headings, else name, email, role. `loose`: a line of two cells may be a name and a role. */
const columnsOf = (lines: readonly Line[]): { columns: (string | undefined)[]; people: readonly Line[]; loose: boolean } => {
  const first = lines[0]?.cells.map((cell) => headings[nameKey(cell)]) ?? []
  if (first.filter(Boolean).length >= 2 || (first.length === 1 && first[0])) return { columns: first, people: lines.slice(1), loose: false }
  const addressFirst = lines.length > 0 && lines.every(({ cells }) => looksLikeEmail(cells[0] ?? '') && !looksLikeEmail(cells[1] ?? ''))
  return { columns: addressFirst ? ['email', 'name', 'role'] : ['name', 'email', 'role'], people: lines, loose: !addressFirst }
}

/** In mid-sentence; fewer when the booking has fewer unnamed places. */
const sayRoom = (most: number): string =>
  most < mostDelegates ? `this booking has ${inWords(most, 'place')} without a name` : `one form takes ${most}`

const sayNextForm = (most: number): string => (most < mostDelegates ? '' : `, and paste the others into a form for the next ${most}`)

/**
 * Reads pasted people. A missing role is chosen later, an unknown one is `other`; an uninvited one
 * is a problem, as is a missing name. Addresses may be missing. @param roles those of the event's
 * day @param meant those the event is for @param most people per form
 */
export const readPasted = (
  pasted: string,
  roles: readonly Role[],
  most: number,
  meant: readonly Role[] = roles,
): { people: PastedPerson[]; problems: PasteProblem[] } => {
  const { columns: usual, people: lines, loose } = columnsOf(linesOf(pasted))
  const problems: PasteProblem[] = []
  const people: PastedPerson[] = []
  if (lines.length > most)
    problems.push({
      line: lines[most]?.number ?? 1,
      field: 'line',
      text: `${lines.length} people were pasted, and ${sayRoom(most)}. None is filled in yet, and all are still in the box: leave ${most} in it${sayNextForm(most)}`,
    })
  for (const { number, cells } of lines.slice(0, most)) {
    const withoutAddress = loose && cells.length === 2 && !cells[1]?.includes('@')
    const columns = withoutAddress ? ['name', 'role'] : usual
    const cell = (column: string): string => cells[columns.indexOf(column)] ?? ''
    const name = columns.includes('name') ? cell('name') : [cell('first'), cell('last')].filter(Boolean).join(' ')
    const email = cell('email')
    const role = cell('role')
    const roleId = role ? roleMeant(role, roles) : ''
    const say = (field: PasteProblem['field'], text: string) => problems.push({ line: number, field, text })
    if (!name) say('name', 'the name is missing')
    else if (name.length > longestName) say('name', `“${cutTo(name, 40)}…” is longer than ${longestName} characters`)
    else if (!/\p{L}/u.test(name)) say('name', `“${cutTo(name, 80)}” is not a name`)
    if (email && !looksLikeEmail(email)) say('email', `“${cutTo(email, 80)}” is not an email address`)
    if (roleId === undefined && withoutAddress) say('line', `“${cutTo(role, 80)}” is neither an email address nor a role we know`)
    else if (roleId && !meant.some((one) => one.id === roleId)) say('role', `this event is not for the role “${cutTo(role, 80)}”`)
    const other = meant.some(({ id }) => id === 'other') ? 'other' : ''
    people.push(roleId === undefined ? { name, email, roleId: other, unknownRole: cutTo(role, 80) } : { name, email, roleId })
  }
  return { people: problems.length > 0 ? [] : people, problems }
}

const fields = { name: 'name', email: 'email address', role: 'role', line: '' }

/** `Line 3, email address: “x” is not an email address` */
export const sayPasteProblem = ({ line, field, text }: PasteProblem): string =>
  `Line ${line}${fields[field] ? `, ${fields[field]}` : ''}: ${text}`

/** Puts picked and pasted people into rows; on problems the pasted lines stay. */
export const filledIn = <T extends Pick<TypedBooking, 'rows' | 'picks' | 'pasted'>>(
  typed: T,
  { event, roles, colleagues, day }: { event: EventDetails; roles: readonly RoleOption[]; colleagues: readonly Colleague[]; day: Day },
  most = mostDelegates,
): { typed: T; problems: Problems } => {
  const picked = colleagues.filter((colleague) => typed.picks.includes(colleague.id))
  const meant = rolesFor(event, roles, day)
  const all = rolesFor({ audience: { roles: [], kinds: [] } }, roles, day)
  const { people, problems } = readPasted(typed.pasted, all, most, meant)
  const added = [
    ...picked.map(({ id, name, email, roleId }) => ({
      name,
      email: email ?? '',
      meant: id,
      roleId: meant.some((role) => role.id === roleId) ? (roleId ?? '') : '',
    })),
    ...people,
  ]
  const before = typed.rows.filter((row) => !isBlank(row)).length
  const rows = withPeople(typed.rows, added)
  const together = rows.filter((row) => !isBlank(row)).length
  // With too many people nobody is filled in, so that none is dropped silently.
  if (problems.length === 0 && together > most)
    return {
      typed,
      problems: {
        'pasted-1': `With the ${before} people named already there would be ${together}, and ${sayRoom(most)}. Nobody is filled in yet, and all are still in the box: leave ${most - before} in it${sayNextForm(most)}`,
      },
    }
  return {
    typed: { ...typed, rows, picks: [], pasted: problems.length > 0 ? typed.pasted : '' },
    problems: Object.fromEntries(problems.map((problem, index) => [`pasted-${index + 1}`, sayPasteProblem(problem)])),
  }
}
