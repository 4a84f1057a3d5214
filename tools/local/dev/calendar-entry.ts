// What a mail client shows of our calendar entries. No general iCalendar reader: tests use ical.js
// for that.

export type CalendarEntry = {
  method: string
  status: string
  sequence: string
  uid: string
  title: string
  startsAt: string
  endsAt: string
  where: string
  organiser: string
  attendee: string
}

const unescaped = (value: string): string =>
  value.replaceAll(/\\([nN;,\\])/g, (_, letter) => (letter.toLowerCase() === 'n' ? '\n' : letter))

const asInstant = (value: string): string => value.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6.000Z')

export const readCalendarEntry = (text: string): CalendarEntry | undefined => {
  const lines = text.replaceAll(/\r\n[ \t]/g, '').split('\r\n')
  const value = (name: string): string => {
    const line = lines.find((candidate) => candidate.startsWith(`${name}:`) || candidate.startsWith(`${name};`))
    // A colon in a quoted parameter does not begin the value.
    return line ? unescaped(line.replace(/^[^:;]+(?:;[^=]+=(?:"[^"]*"|[^";:]*))*:/, '')) : ''
  }
  if (!value('DTSTART')) return undefined
  return {
    method: value('METHOD'),
    status: value('STATUS'),
    sequence: value('SEQUENCE'),
    uid: value('UID'),
    title: value('SUMMARY'),
    startsAt: asInstant(value('DTSTART')),
    endsAt: asInstant(value('DTEND')),
    where: value('LOCATION'),
    organiser: value('ORGANIZER').replace(/^mailto:/i, ''),
    attendee: value('ATTENDEE').replace(/^mailto:/i, ''),
  }
}
