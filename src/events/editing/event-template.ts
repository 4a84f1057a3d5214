// Kinds of event that councils hold again and again: what a new one begins with.
import { addDays, type Day } from '#base/dates.ts'
import { type Body, text } from '#base/web/form.ts'
import type { BreakValues } from './break-forms.ts'
import type { EventValues } from './forms.ts'
import { noSession, type SessionValues } from './session-forms.ts'

/** Of the second day: `day` is 1. */
type Part = { title: string; start: string; end: string; day?: number; block?: string; places?: string }

type Template = Partial<Pick<EventValues, 'purpose' | 'attendanceMode' | 'capacity' | 'placesPerSchool'>> & {
  name: string
  sessions: readonly Part[]
  breaks?: readonly Part[]
}

const workshops = ['1', '2', '3', '4'].map((n) => ({
  title: `Workshop ${n}`,
  start: '11:15',
  end: '12:30',
  block: 'Workshops',
  places: '25',
}))

const dayOfCourse = (day: number): Pick<Template, 'sessions'> & { breaks: readonly Part[] } => ({
  sessions: [
    { title: `Day ${day + 1}: morning`, start: '09:30', end: '12:30', day },
    { title: `Day ${day + 1}: afternoon`, start: '13:15', end: '16:00', day },
  ],
  breaks: [{ title: 'Lunch', start: '12:30', end: '13:15', day }],
})

export const eventTemplates = {
  session: { name: 'One session', sessions: [{ title: '', start: '', end: '' }] },
  briefing: {
    name: 'Half-day briefing',
    purpose: 'briefing',
    capacity: '60',
    sessions: [
      { title: 'Briefing', start: '09:30', end: '11:00' },
      { title: 'Discussion and questions', start: '11:15', end: '12:30' },
    ],
    breaks: [{ title: 'Break', start: '11:00', end: '11:15' }],
  },
  conference: {
    name: 'Conference with workshops',
    capacity: '100',
    sessions: [
      { title: 'Opening', start: '09:30', end: '11:00' },
      ...workshops,
      { title: 'What happens next', start: '13:30', end: '15:00' },
    ],
    breaks: [
      { title: 'Break', start: '11:00', end: '11:15' },
      { title: 'Lunch', start: '12:30', end: '13:30' },
    ],
  },
  course: {
    name: 'Two-day course',
    capacity: '24',
    sessions: [0, 1].flatMap((day) => dayOfCourse(day).sessions),
    breaks: [0, 1].flatMap((day) => dayOfCourse(day).breaks),
  },
  online: {
    name: 'Online hour',
    purpose: 'update',
    attendanceMode: 'online',
    capacity: '200',
    placesPerSchool: '',
    sessions: [{ title: '', start: '15:45', end: '16:45' }],
  },
  school: { name: 'Session at a school', capacity: '40', placesPerSchool: '', sessions: [{ title: '', start: '15:30', end: '17:00' }] },
} as const satisfies Record<string, Template>

export type TemplateName = keyof typeof eventTemplates

export const templateNames = Object.keys(eventTemplates) as TemplateName[]

/** The first where none is named. */
export const templateIn = (sent: Body): TemplateName => templateNames.find((name) => name === text(sent, 'template')) ?? 'session'

/** @param first its first day; undefined: not known yet */
export const fromTemplate = (name: TemplateName, blank: EventValues, first: Day | undefined): EventValues => {
  const { name: _, sessions, breaks = [], ...facts }: Template = eventTemplates[name]
  const on = ({ day = 0 }: Part): Day | '' => (first ? addDays(first, day) : '')
  const row = (part: Part): SessionValues => {
    const { title, start, end, block = '', places = '' } = part
    return { ...noSession, title, date: on(part), start, end, block, places }
  }
  const pause = (part: Part): BreakValues => ({ title: part.title, date: on(part), start: part.start, end: part.end })
  return { ...blank, ...facts, sessions: sessions.map(row), breaks: breaks.map(pause) }
}
