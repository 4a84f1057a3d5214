import { lineShownMail, lineShownWords } from '#emails/attendance/line-shown.tsx'
import { schoolDigest, schoolDigestWords } from '#emails/correspondence/school-digest.tsx'
import { cardTooLateForOrganiser, cardTooLateForOrganiserWords } from '#emails/payments/card-too-late-organiser.tsx'
import { claimDecidedMail, claimDecidedWords } from '#emails/people/claim-decided.tsx'
import { claimReceivedMail, claimRequestedMail, claimRequestedWords } from '#emails/people/claim-requested.tsx'
import { claimsWaiting, claimsWaitingWords } from '#emails/people/claims-waiting.tsx'
import { emailChanged } from '#emails/people/email-changed.tsx'
import { factorsReset } from '#emails/people/factors-reset.tsx'
import { newAddressCode } from '#emails/people/new-address-code.tsx'
import { roleNamedMail, roleNamedWords } from '#emails/people/role-named.tsx'
import { signInCodeMail } from '#emails/people/sign-in-code.tsx'
import { vouchRequestMail } from '#emails/people/vouch-request.tsx'
import { acceptBy, cardFacts, councilFacts, sampleName, sampleReceipt, sampleSchool } from './sample-data.ts'
import { eachOf, type Template } from './wording.ts'

const secure = 'It keeps accounts safe, so it says the same to everyone.'

/** Messages about accounts and who may act for a school. */
export const accountTemplates: readonly Template[] = [
  {
    name: 'claim_requested',
    label: 'Asked to act for a school',
    audience: 'accounts',
    to: 'Colleagues who may vouch; for a setting that is not listed, whoever asked',
    when: 'When somebody asks whose address the council does not hold; to colleagues once an hour at most',
    slots: claimRequestedWords,
    fields: ['school', 'service'],
    samples: [
      {
        label: 'To a colleague',
        render: (sender, council) =>
          claimRequestedMail({
            schools: [{ label: sampleSchool, requests: 1 }],
            serviceName: council.serviceName,
            claimsUrl: `${sender.baseUrl}/account`,
            words: sender.words,
          }),
      },
      {
        label: 'To whoever asked',
        render: (sender, council) => claimReceivedMail(sampleReceipt(sender, council)),
      },
    ],
  },
  {
    name: 'claims_waiting',
    label: 'Requests to act for schools wait',
    audience: 'accounts',
    to: 'The council’s mailbox',
    when: 'Once an hour at most, while somebody asks whose address the council does not hold',
    slots: claimsWaitingWords,
    fields: [],
    samples: [
      { label: 'Several', render: (sender) => claimsWaiting({ sender, waiting: { schools: 5, trusts: 1, settings: 2 }, untold: 3 }) },
    ],
  },
  {
    name: 'claim_decided',
    label: 'Answer about acting for a school',
    audience: 'accounts',
    to: 'Whoever asked, or acted for the school',
    when: 'When somebody confirms, refuses or ends it',
    slots: claimDecidedWords,
    fields: ['school', 'who', 'service', 'council'],
    samples: eachOf(
      [
        ['Confirmed', 'approved', 'mailbox'],
        ['Refused', 'refused', 'council'],
        ['Ended by somebody', 'ended', 'colleague'],
        ['Ended with the address', 'ended', 'address'],
      ] as const,
      ([label, decision, by]) => ({
        label,
        render: (sender, council) =>
          claimDecidedMail({
            decision,
            by,
            reason: decision === 'approved' || by === 'address' ? undefined : 'The office does not know you.',
            forWhat: sampleSchool,
            council: councilFacts(council),
            serviceUrl: sender.baseUrl,
            words: sender.words,
          }),
      }),
    ),
  },
  {
    name: 'role_named',
    label: 'Named in a role at a school',
    audience: 'accounts',
    to: 'Whoever is named, unless they did it themselves',
    when: 'When the school or the council says that somebody holds a role there; what follows within a day in one mail',
    slots: roleNamedWords,
    fields: ['school', 'who', 'service', 'council'],
    samples: eachOf(
      [
        ['By the school', 'school', '2026-09-01'],
        ['By the council, since when is not known', 'council', undefined],
      ] as const,
      ([label, by, since]) => ({
        label,
        render: (sender, council) =>
          roleNamedMail({
            roles: [{ role: 'Designated safeguarding lead', school: sampleSchool, since }],
            by,
            council: councilFacts(council),
            serviceUrl: sender.baseUrl,
            words: sender.words,
          }),
      }),
    ),
  },
  {
    name: 'school_digest',
    label: 'What is due from a school, each week',
    audience: 'accounts',
    to: 'Those who act for the school and may hear it',
    when: 'Once a week in term at most, on the weekday of the settings, where something is due',
    slots: schoolDigestWords,
    fields: ['school', 'council'],
    samples: [
      {
        label: 'Names and training',
        render: (sender) =>
          schoolDigest({
            ...{ sender, school: sampleSchool, home: `${sender.baseUrl}/school` },
            things: [
              {
                what: 'Say who comes to “Safeguarding conference”: 2 places have no name',
                why: 'The organiser asks for names by Friday 17 April 2026, 4pm.',
                by: 'Due by Friday 17 April 2026',
                press: { text: 'Name them', href: `${sender.baseUrl}/bookings/K7M2QX/names` },
              },
              {
                what: 'Training: Designated lead: training every two years',
                why: `Due soon: ${sampleName} by 24 Apr 2026.`,
                by: 'Due by Friday 24 April 2026',
                press: { text: 'Book “Lead training”, 20 Apr 2026', href: `${sender.baseUrl}/events/RWQ4AT/book` },
              },
            ],
          }),
      },
    ],
  },
  {
    name: 'line_shown',
    label: 'Line of a report shown to its school',
    audience: 'accounts',
    to: 'Every address that is known of the school',
    when: 'When an officer shows a report to the schools that it names or counts',
    slots: lineShownWords,
    fields: ['school', 'number', 'dueOn', 'service', 'council'],
    samples: eachOf(
      [
        ['To a school that a paper may name', false],
        ['Before a report is published', true],
      ] as const,
      ([label, everySchool]) => ({
        label,
        render: (sender, council) =>
          lineShownMail({
            ...{ school: sampleSchool, schoolId: 'school', number: 12, replyBy: '2026-12-11', everySchool },
            council: councilFacts(council),
            serviceUrl: sender.baseUrl,
            words: sender.words,
          }),
      }),
    ),
  },
  {
    name: 'vouch_request',
    label: 'Question to a school’s mailbox',
    audience: 'accounts',
    to: 'A mailbox that the council holds for the school',
    when: 'When somebody asks to act for the school; who asks within the hour is in the next',
    slots: {},
    fields: [],
    fixed: secure,
    samples: [
      {
        label: 'As it goes',
        render: (sender, council) =>
          vouchRequestMail({
            people: [{ who: sampleName, email: 'angharad.llyr@example.org', role: 'Designated safeguarding lead' }],
            school: sampleSchool,
            link: `${sender.baseUrl}/vouch/sample`,
            expiresAt: acceptBy,
            council: councilFacts(council),
            serviceUrl: sender.baseUrl,
          }),
      },
    ],
  },
  {
    name: 'sign_in_code',
    label: 'Code to sign in',
    audience: 'accounts',
    to: 'Whoever signs in',
    when: 'At once when they ask for it; it is not kept',
    slots: {},
    fields: [],
    fixed: secure,
    samples: [
      {
        label: 'As it goes',
        render: (sender, council) =>
          signInCodeMail({
            code: '123 456',
            minutes: 15,
            serviceName: council.serviceName,
            councilName: council.name,
            privacyUrl: `${sender.baseUrl}/privacy`,
          }),
      },
    ],
  },
  {
    name: 'new_address_code',
    label: 'Code to change an address',
    audience: 'accounts',
    to: 'The new address, and the one that the account has',
    when: 'At once when somebody changes the address of their account; it is not kept',
    slots: {},
    fields: [],
    fixed: secure,
    samples: eachOf(['new', 'current'] as const, (mailbox) => ({
      label: mailbox === 'new' ? 'To the new address' : 'To the address it has',
      render: (sender, council) =>
        newAddressCode({
          code: '123 456',
          minutes: 15,
          serviceName: council.serviceName,
          councilName: council.name,
          privacyUrl: `${sender.baseUrl}/privacy`,
          mailbox,
        }),
    })),
  },
  {
    name: 'email_changed',
    label: 'Notice that an address was changed',
    audience: 'accounts',
    to: 'The address that was used before',
    when: 'When an account has another address',
    slots: {},
    fields: [],
    fixed: secure,
    samples: [
      {
        label: 'As it goes',
        render: (sender, council) =>
          emailChanged({
            council: councilFacts(council),
            baseUrl: sender.baseUrl,
            at: new Date('2027-05-10T09:30:00.000Z'),
            undoUrl: `${sender.baseUrl}/undo-address/sample`,
            undoableUntil: '2027-05-17T09:30:00.000Z',
          }),
      },
    ],
  },
  {
    name: 'factors_reset',
    label: 'Notice that second factors were taken away',
    audience: 'accounts',
    to: 'Whoever had lost them',
    when: 'When a second administrator agrees',
    slots: {},
    fields: [],
    fixed: secure,
    samples: [
      {
        label: 'As it goes',
        render: (sender, council) =>
          factorsReset({ council: councilFacts(council), baseUrl: sender.baseUrl, at: new Date('2027-05-10T09:30:00.000Z') }),
      },
    ],
  },
]

/** Messages to organisers. */
export const organiserTemplates: readonly Template[] = [
  {
    name: 'card_too_late_organiser',
    label: 'Card payment that came too late',
    audience: 'organisers',
    to: 'The contact of the event',
    when: 'When a school paid and the places were gone',
    slots: cardTooLateForOrganiserWords,
    fields: ['title', 'day', 'school', 'reference', 'sum'],
    samples: [{ label: 'As it goes', render: (sender) => cardTooLateForOrganiser(cardFacts(sender), 24_000) }],
  },
]
