// The kind of page of an address, in words.

/** Beginnings of addresses; the longest match counts. */
const names: Record<string, string> = {
  '/sign-in': 'Asking for a sign-in code',
  '/sign-in/code': 'Typing a sign-in code',
  '/sign-in/factor': 'Showing a second factor',
  '/sign-in/with': 'Signing in elsewhere',
  '/sign-in/back': 'Coming back from a sign-in elsewhere',
  '/sign-in/first-time': 'Signing in elsewhere for the first time',
  '/sign-in/old-address': 'Taking an old address back',
  '/sign-out': 'Signing out',
  '/enter': 'The link that signs in once',
  '/account': 'One’s own account',
  '/account/email': 'Changing one’s own address',
  '/account/factors': 'Setting up a second factor',
  '/account/prove': 'Showing that it is still oneself',
  '/account/sign-in-links': 'Linking a sign-in elsewhere',
  '/account/calendar': 'One’s own calendar',
  '/account/dates': 'Dates that somebody wants to hear of',
  '/vouch': 'The link to vouch for somebody',
  '/agree': 'The link to agree to a booking',
  '/place': 'A delegate’s own page',
  '/offers': 'An offer of places',
  '/roles-link': 'The link to confirm people in roles',
  '/book-link': 'The link to book somebody',
  '/unsubscribe': 'Leaving the news of conferences',
  '/feeds': 'A calendar that is subscribed to',
  '/events': 'An event, and booking for it',
  '/events.ics': 'The calendar of all events',
  '/series': 'The dates of a conference',
  '/bookings': 'A booking',
  '/requests': 'A request for places',
  '/school': 'The pages of a school',
  '/school/claims': 'Asking to act for a school',
  '/register': 'Check-in',
  '/coverage': 'Coverage',
  '/organiser': 'The council’s own pages',
  '/organiser/events': 'Events, as the council edits them',
  '/organiser/finance': 'Money',
  '/organiser/people': 'People',
  '/organiser/schools': 'Schools, as the council sees them',
  '/organiser/records': 'Keeping and deleting',
  '/organiser/claims': 'Who may act for a school',
  '/organiser/accounts': 'Accounts',
  '/organiser/roles': 'Roles of the council’s people',
  '/organiser/mailings': 'Messages to a group',
  '/organiser/settings': 'Settings',
  '/organiser/settings/reports': 'Days and numbers of reports',
  '/organiser/log': 'The log',
  '/organiser/refusals': 'This page',
  '/organiser/register-imports': 'The school register',
  '/organiser/bookings': 'Bookings, as the council sees them',
}

/** @param route method and pattern, such as `POST /sign-in/code` */
export const pageName = (route: string): string => {
  const path = route.replace(/^\w+ /, '')
  const longest = Object.keys(names)
    .filter((start) => path === start || path.startsWith(`${start}/`))
    .sort((a, b) => b.length - a.length)[0]
  return (longest && names[longest]) ?? 'Another page'
}
