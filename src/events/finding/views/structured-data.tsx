import { raw } from 'hono/html'
import { cutTo } from '#base/words.ts'
import { type AttendanceMode, allPlaces, type EventDetails, firstStart, lastEnd, placesLeft } from '#events/events/event.ts'
import { sayMinutes } from '#events/events/views/words.tsx'

/** Escapes characters that could end a script element or start another. */
export const jsonForScript = (value: unknown): string =>
  JSON.stringify(value).replaceAll(/[<>&\u2028\u2029]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)

const attendanceModeOf: Record<AttendanceMode, string> = { in_person: 'Offline', online: 'Online', mixed: 'Mixed' }

/** schema.org's Event for search engines. Never the joining link. */
const structuredData = (event: EventDetails, council: string, address: string, organiserAddress: string) => ({
  '@context': 'https://schema.org',
  '@type': 'EducationEvent',
  name: event.title,
  url: address,
  ...(event.description ? { description: event.description } : {}),
  startDate: firstStart(event),
  endDate: lastEnd(event),
  duration: `PT${event.minutes}M`,
  eventStatus: `https://schema.org/${event.state === 'cancelled' ? 'EventCancelled' : 'EventScheduled'}`,
  eventAttendanceMode: `https://schema.org/${attendanceModeOf[event.attendanceMode]}EventAttendanceMode`,
  location:
    event.attendanceMode === 'online'
      ? { '@type': 'VirtualLocation', url: address }
      : {
          '@type': 'Place',
          name: event.venueName,
          address: {
            '@type': 'PostalAddress',
            streetAddress: event.venueAddress.replaceAll(/\s*\n\s*/g, ', '),
            postalCode: event.venuePostcode,
            addressCountry: 'GB',
          },
        },
  organizer: { '@type': 'GovernmentOrganization', name: council, url: organiserAddress },
  about: [event.topicLabel, ...event.topicAlso],
  maximumAttendeeCapacity: allPlaces(event),
  remainingAttendeeCapacity: placesLeft(event),
  ...(event.sessions.length > 1
    ? {
        subEvent: event.sessions.map((session, index) => ({
          '@type': 'Event',
          name: session.title || `${event.title}: part ${index + 1}`,
          startDate: session.startsAt,
          endDate: session.endsAt,
        })),
      }
    : {}),
})

export const EventHead = ({ event, council, baseUrl }: { event: EventDetails; council: string; baseUrl: string }) => {
  const address = `${baseUrl}/events/${event.code}`
  return (
    <>
      <link rel="canonical" href={address} />
      <meta property="og:title" content={event.title} />
      <meta property="og:type" content="website" />
      <meta property="og:url" content={address} />
      <script type="application/ld+json">{raw(jsonForScript(structuredData(event, council, address, baseUrl)))}</script>
    </>
  )
}

/** `Training on child-on-child abuse, 6 hours, …`: shown by search engines under the title. */
export const describe = (event: EventDetails, when: string, where: string): string =>
  cutTo(`${event.topicLabel}: ${when}, ${where}. ${sayMinutes(event.minutes)}.`, 300)
