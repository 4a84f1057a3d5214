/** The six pages of an event, each with an address of its own. */
const tabs = {
  programme: { below: '', text: 'Programme' },
  bookings: { below: '/bookings', text: 'Bookings' },
  day: { below: '/day', text: 'Day' },
  messages: { below: '/messages', text: 'Messages' },
  money: { below: '/money', text: 'Money' },
  results: { below: '/results', text: 'Results' },
} as const

export const EventTabs = ({ code, on }: { code: string; on: keyof typeof tabs }) => (
  <nav class="muster-shelves muster-no-print" aria-label="Pages of the event">
    <ul>
      {Object.entries(tabs).map(([name, { below, text }]) => (
        <li>
          <a
            class="govuk-link govuk-link--no-visited-state"
            href={`/organiser/events/${code}${below}`}
            aria-current={name === on ? 'page' : undefined}
          >
            {text}
          </a>
        </li>
      ))}
    </ul>
  </nav>
)
