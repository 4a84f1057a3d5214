import { claimDecidedMail, claimDecidedWords } from '#emails/people/claim-decided.tsx'
import { claimReceivedMail, claimRequestedMail, claimRequestedWords } from '#emails/people/claim-requested.tsx'
import { claimsWaiting, claimsWaitingWords } from '#emails/people/claims-waiting.tsx'
import { emailChanged } from '#emails/people/email-changed.tsx'
import { factorsReset } from '#emails/people/factors-reset.tsx'
import { newAddressCode } from '#emails/people/new-address-code.tsx'
import { roleNamedMail, roleNamedWords } from '#emails/people/role-named.tsx'
import { secondPersonAsked, secondPersonOverdue } from '#emails/people/second-person.tsx'
import { signInChanged } from '#emails/people/sign-in-changed.tsx'
import { signInCodeMail } from '#emails/people/sign-in-code.tsx'
import { vouchRequestMail } from '#emails/people/vouch-request.tsx'
import { acceptBy, councilFacts, sampleName, sampleReceipt, sampleSchool } from './sample-data.ts'
import { eachOf, type Template } from './wording.ts'

const secure = 'It keeps accounts safe, so it says the same to everyone.'

export const accountTemplates: readonly Template[] = [
  {
    name: 'claim_requested',
    label: 'Asked to book for a school',
    audience: 'accounts',
    to: 'Colleagues who approve others; for a setting that is not listed, the person who asked',
    when: 'When somebody asks whose address the council does not hold; to colleagues once an hour at most',
    slots: claimRequestedWords,
    fields: ['school', 'service'],
    samples: [
      {
        label: 'To a colleague',
        render: (sender, council) =>
          claimRequestedMail({
            schools: [{ label: sampleSchool, requests: 1 }],
            council,
            claimsUrl: `${sender.baseUrl}/account`,
            words: sender.words,
          }),
      },
      {
        label: 'To the person who asked',
        render: (sender, council) => claimReceivedMail(sampleReceipt(sender, council)),
      },
    ],
  },
  {
    name: 'claims_waiting',
    label: 'Requests to book for schools wait',
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
    label: 'Answer about booking for a school',
    audience: 'accounts',
    to: 'The person who asked, or acted for the school',
    when: 'When somebody confirms, refuses or ends it, or changes what they may do',
    slots: claimDecidedWords,
    fields: ['school', 'who', 'service', 'council', 'may'],
    samples: eachOf(
      [
        ['Confirmed', 'approved', 'mailbox'],
        ['Refused', 'refused', 'council'],
        ['Ended by somebody', 'ended', 'colleague'],
        ['Ended with the address', 'ended', 'address'],
        ['May no longer book', 'changed', 'colleague'],
      ] as const,
      ([label, decision, by]) => ({
        label,
        render: (sender, council) =>
          claimDecidedMail({
            decision,
            by,
            reason: decision === 'approved' || decision === 'changed' || by === 'address' ? undefined : 'The office does not know you.',
            changed: decision === 'changed' ? { may: 'ask for a place', noBooking: true } : undefined,
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
    to: 'The person named, unless they did it themselves; of a head or governor also the school’s addresses and the person who had the role before',
    when: 'When the school or the council says that somebody holds a role there; what follows within a day in one mail',
    slots: roleNamedWords,
    fields: ['school', 'who', 'service', 'council'],
    samples: eachOf(
      [
        ['By the school', 'school', '2026-09-01', {}],
        ['By the council, since when is not known', 'council', undefined, {}],
        ['To the school, of somebody else', 'school', '2026-09-01', { who: 'Pat Lee' }],
        ['To the school, of somebody who says it themselves', 'school', '2026-09-01', { who: 'Pat Lee', isProposed: true }],
      ] as const,
      ([label, by, since, of]) => ({
        label,
        render: (sender, council) =>
          roleNamedMail({
            roles: [{ role: 'Chair of governors or trustees', school: sampleSchool, since, ...of }],
            by,
            schoolId: 'school',
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
    to: 'The person who signs in',
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
            council,
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
          council,
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
            undoableUntil: '2027-05-17T09:30:00.000Z',
          }),
      },
    ],
  },
  {
    name: 'factors_reset',
    label: 'Notice that second factors were taken away',
    audience: 'accounts',
    to: 'The person who had lost them',
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
  {
    name: 'second_person',
    label: 'Asked to decide as a second person',
    audience: 'accounts',
    to: 'One of the council’s people, whom a colleague asks; officers and administrators of what is overdue',
    when: 'When the person who proposed something asks one person to decide, or urgent guidance is overdue for approval',
    slots: {},
    fields: [],
    fixed: secure,
    samples: [
      {
        label: 'As it goes',
        render: (sender, council) =>
          secondPersonAsked({
            council: councilFacts(council),
            baseUrl: sender.baseUrl,
            path: '/organiser/proposals/proposal',
            what: 'A correction of a signed-off register',
            by: sampleName,
            until: '2027-05-24T09:30:00.000Z',
          }),
      },
      {
        label: 'Guidance that was issued urgently and is overdue',
        render: (sender, council) =>
          secondPersonOverdue({
            council: councilFacts(council),
            baseUrl: sender.baseUrl,
            path: '/organiser/proposals/proposal',
            title: 'Child-on-child abuse',
            by: sampleName,
            dueOn: '2027-05-12',
          }),
      },
    ],
  },
  {
    name: 'sign_in_changed',
    label: 'Notice of a new way to sign in',
    audience: 'accounts',
    to: 'Whose account it is; where it is one of the council’s people, its administrators too',
    when: 'When a passkey, an authenticator app or a provider is set up, or one of the council’s people has another address',
    slots: {},
    fields: [],
    fixed: secure,
    samples: eachOf(['owner', 'administrator'] as const, (reader) => ({
      label: reader === 'owner' ? 'To its owner' : 'To an administrator',
      render: (sender, council) =>
        signInChanged({
          council: councilFacts(council),
          baseUrl: sender.baseUrl,
          at: new Date('2027-05-10T09:30:00.000Z'),
          way: { kind: 'passkey', isHeld: false },
          of: reader === 'owner' ? undefined : { id: 'sample', name: sampleName },
        }),
    })),
  },
]
