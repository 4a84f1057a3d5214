// The four short forms of an event: what each asks.
import type { Problems } from '#base/web/field.tsx'
import { type Body, text } from '#base/web/form.ts'

/** A field of a session, a break or a block of workshops. */
export const isRow = (name: string): boolean => /^(session|break|block)-\d/.test(name)

export const editSteps = {
  what: {
    title: 'What and when',
    asks: ['title', 'topicId', 'attendanceMode', 'onlineCapacity', 'venueId', 'venueName', 'venueAddress', 'venuePostcode', 'joiningLink'],
  },
  programme: { title: 'Programme', asks: ['hours'] },
  booking: {
    title: 'Booking and money',
    asks: [
      'capacity',
      'placesPerSchool',
      'kinds',
      'roles',
      'courseTopic',
      'courseLevel',
      'bookingOpensDate',
      'bookingOpensTime',
      'bookingClosesDate',
      'bookingClosesTime',
    ],
  },
  words: {
    title: 'Words and questions',
    asks: [
      'description',
      'purpose',
      'level',
      'provider',
      'contactName',
      'contactEmail',
      'contactTelephone',
      'calendar',
      'calendarTitle',
      'calendarEntries',
      'alarm',
    ],
  },
} as const satisfies Record<string, { title: string; asks: readonly string[] }>

export type EditStep = keyof typeof editSteps

export const stepNames = Object.keys(editSteps) as EditStep[]

export const pathOfStep = (code: string, step: EditStep): string => `/organiser/events/${code}/edit${step === 'what' ? '' : `/${step}`}`

export const stepAfter = (step: EditStep): EditStep | undefined => stepNames[stepNames.indexOf(step) + 1]

/** @param isAlone the event has one session, of which the first form asks the times */
export const asks = (step: EditStep, name: string, isAlone: boolean): boolean => {
  if (name === 'day') return step === 'what' || step === 'programme'
  if (isRow(name)) return step === 'programme' || (step === 'what' && isAlone && /^session-1-(id|date|start|end)$/.test(name))
  return (editSteps[step].asks as readonly string[]).includes(name)
}

/** Where a field of an event is asked. */
export const pathOfField = (code: string, field: string): string =>
  `${pathOfStep(code, stepNames.find((step) => asks(step, field, true)) ?? 'what')}#${field}`

/** Each problem at a field that the form has. @param hasDay it asks one day of all */
export const problemsOnPage = (problems: Problems, body: Body, hasDay: boolean, has: (name: string) => boolean): Problems => {
  const onPage: Problems = {}
  for (const [name, says] of Object.entries(problems)) {
    const [, row, part = ''] = name.match(/^(?:session|break)-(\d+)-(date|start|end|block)$/) ?? []
    const block = name.startsWith('session') ? text(body, `session-${row}-in`) : ''
    const ofBlock = part === 'block' ? `block-${block}-title` : `block-${block}-${part}`
    const shared = part === 'date' && hasDay ? 'day' : block ? ofBlock : part === 'block' ? `session-${row}-in` : name
    const isOwn = part === '' || (block !== '' && text(body, name) !== '')
    const at = isOwn ? name : shared
    onPage[has(at) ? at : 'event-form'] ??= at === 'day' ? says.replace(/ of session \d+/, '') : says
  }
  return onPage
}
