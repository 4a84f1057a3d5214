// An event's calendar settings, as an organiser types them.
import type { Problems } from '#base/web/field.tsx'
import type { EventFacts } from '#events/events/event-facts.ts'

export const calendarParts = ['calendar', 'calendarTitle', 'calendarEntries', 'alarm'] as const

type CalendarValues = Record<(typeof calendarParts)[number], string>

type CalendarFacts = Pick<EventFacts, 'calendarTitle' | 'calendarEntries' | 'alarmMinutes'>

/** Defaults: the topic's title rule, an entry per session, a reminder an hour before. */
export const usualCalendar: CalendarFacts = { calendarTitle: null, calendarEntries: 'day', alarmMinutes: 60 }

/** In minutes. */
export const alarms = [15, 60, 24 * 60, 7 * 24 * 60] as const

export const valuesOfCalendar = ({ calendarTitle, calendarEntries, alarmMinutes }: CalendarFacts): CalendarValues => ({
  calendar: calendarTitle === null ? 'topic' : calendarTitle === '' ? 'title' : 'own',
  calendarTitle: calendarTitle ?? '',
  calendarEntries,
  alarm: alarmMinutes === null ? 'none' : String(alarmMinutes),
})

export const readCalendar = (values: CalendarValues, problems: Problems): CalendarFacts => {
  const { calendar, calendarEntries, alarm } = values
  const words = values.calendarTitle
  if (!['topic', 'title', 'own'].includes(calendar)) problems['calendar'] = 'Choose what calendars call the event'
  if (calendar === 'own' && words === '') problems['calendarTitle'] = 'Enter the words that calendars show instead of the title'
  if (words.length > 200) problems['calendarTitle'] = 'Words for calendars must be 200 characters or fewer'
  if (calendarEntries !== 'each' && calendarEntries !== 'day')
    problems['calendarEntries'] = 'Choose an entry for each session or for each day'
  const minutes = Number(alarm)
  if (alarm !== 'none' && !(Number.isInteger(minutes) && minutes >= 0 && minutes <= 40_320))
    problems['alarm'] = 'Choose when calendars remind people'
  return {
    calendarTitle: calendar === 'own' ? words : calendar === 'title' ? '' : null,
    calendarEntries: calendarEntries === 'day' ? 'day' : 'each',
    alarmMinutes: alarm === 'none' ? null : minutes,
  }
}
