// The statutory pages until the council writes its own; settings fill in the words in braces. The
// council must read them before opening: they say what the software does, not what it decided.
import { accessibility } from './default-accessibility.ts'
import type { PageKey } from './page-text.ts'

const privacy = `{council} uses this service, {service}, to run safeguarding conferences and training for schools and other settings, and to know which of them took part.

## Who is responsible for your information
{council} is the controller of your information. You can write to us at {contact}. Our data protection officer is {officer}.

## What we hold
- Your name, work email address, telephone number if we were given it, school or organisation, and your role there, such as designated safeguarding lead.
- The events you have a place at, who booked the place, and whether you attended.
- Which role you hold at a school, which training of yours our record holds, and your certificates.
- If you book for a school: your request to do so, what was decided, and the bookings that you made; what you answered and signed for it, about guidance or in a safeguarding audit; and when we rang or wrote to you about it.
- If you sign in: when, and with what kind of browser. That a browser is known to be yours, so that nobody else can lock you out and nobody confirms themselves. We count requests for sign-in codes by internet address for a day, in a form that does not show the address. A line of the service’s log says that somebody signed in, with marks of the email and the internet address that show neither.
- The messages we sent you, whether they arrived, and what your calendar answered. What you write to the address that they come from: we pass it on to the people who organise the event, and keep it as such a message.
- Whether you asked for news of new conferences.
- If you choose to tell us: what you need to eat and to take part at an event. It can tell of your health or beliefs. You are asked only on the page of your own place, and need not say anything.
- What you or your school answered to questions that the organiser of an event asks.
- If you complain about how we use your information: your name, email address, complaint and our answer.

We ask for no other information about your health, religion or other special categories, and none about any child.

## Where we got it
You gave it to us, or a colleague who books for your school gave us your name, work email address and role so that you could have a place. We may also have your school's official contacts from the school itself. Facts about schools come from the Department for Education's list of schools (GIAS).

If a colleague gave us your details, we tell you so in the first message that we send you.

## Why we use it, and our lawful basis
We use it to give you a place, send you the calendar entry, take the register, and report which schools our safeguarding training has reached.

We do this because it is necessary for tasks in the public interest that the law gives us (Article 6(1)(e) of the UK GDPR): our duties to safeguard and promote the welfare of children, under sections 10 and 11 of the Children Act 2004 and section 175 of the Education Act 2002, and as a safeguarding partner.

What you need to eat and to take part we use only with your explicit consent (Articles 6(1)(a) and 9(2)(a)), only for food and access at that event. You can take your consent back at any time on the page of your place; nothing else changes.

You do not have to give your details, but without a name we cannot record that you took part, and without an email address we cannot send you the calendar entry. No decision about you is made by a computer alone.

## Who sees it
- The people of {council} who run the events or are responsible for safeguarding. People who only read reports see schools and figures, never names.
- What you need at an event is seen only by the people who organise our events. The caterer gets what you say about food without your name. Your school does not see it.
- The people who take the register at the door see the names of those expected.
- The people who can book for your school or its trust see the school's places and who has them.
- Our safeguarding partners get reports about schools. We share your name only when the law lets us.
- Cloudflare runs the service and keeps its database for us. Resend delivers our email. Both may use the information only as we tell them. Where we take cards or send invoices through Stripe, it learns who pays and at which address, never who attends.

## Outside the United Kingdom
The database is kept in the European Union, which the United Kingdom recognises as protecting information adequately. Where Cloudflare or Resend handle information in the United States, they do so under the UK–US data bridge or the UK addendum to the standard contractual clauses.

## How long we keep it
- Sign-in codes: at most two days. Signed-in browsers: a month after they are signed out. That a browser is known to be yours: 400 days after you last used it.
- Your name, address, telephone number and sign-in: for six years from the end of the school year in which you last had a place, came, signed in or were given a role.
- The messages we sent you: for two years. The links in them that open your place are taken out after 30 days.
- What you or your school answered to questions, and what your calendar answered: for a year after the event.
- Why a request to book for a school was decided as it was: for two years.
- What the mail service told us of messages: for half a year.
- A complaint about how we use your information: for two years after we answered it.
- When the time is over it is destroyed, as soon as two people have agreed to it. We keep something longer only while it is held for an inquiry, a complaint or a claim.
- What you need at an event: until 30 days after it, or until you delete it, cancel or pass on your place. The database's own recovery can bring back what was deleted for up to 30 days more; it is used only after a failure.
- When we erase a person, the fact that their school took part stays, without the person. So does what was charged and paid, and why, which names schools. We look for their name and address in what others wrote, and take out what we find to be about them. Files that our finance system was given stay as they were given.
- Nobody can change the list of what was done in the service by using it. It holds no names or addresses.

## Your rights
You can ask us for a copy of your information, to correct it, to erase it, to limit what we do with it, and you can object to our using it. Write to {contact}. We answer within one month.

If you are not content with how we use your information, tell us first: this service has a page on how to complain. You can also complain to the Information Commissioner's Office at https://ico.org.uk/make-a-complaint/ or by telephone on 0303 123 1113.`

const cookies = `Cookies are small files that your browser keeps. {service} sets only cookies that it cannot work without, so it does not ask for your consent. It does not measure or follow what you do, and no other company sets cookies here.

## The cookies we set
- __Host-muster keeps you signed in. It is set when you sign in and lasts until you sign out, and at most a day longer than you stay signed in. You stay signed in for 30 days. People who work for the council stay signed in for 12 hours, and for {idle} without use.
- __Host-muster-code ties the code that we email you to the browser that asked for it. It is set when you ask for a code and lasts 30 minutes, or until you have signed in.
- __Host-muster-new-email does the same for the code with which you change your email address. It lasts 30 minutes, or until the address is changed.
- __Host-muster-earlier-address does the same for the code with which you show that an earlier address is yours. It lasts 30 minutes at most.
- __Host-muster-visit knows your browser again when you come back from signing in elsewhere, for instance with Microsoft. It lasts 90 minutes, or until you are signed in.
- __Host-muster-known lets this browser go on asking for codes when somebody else asks for many with your address. It lets nobody in. It is set when you sign in and lasts 400 days.
- __Host-muster-kept brings you back what you had typed into a form when you were signed out meanwhile. It lasts an hour at most, or until you have seen the form again.
- __Host-muster-search lets only this browser read what you typed to search for people, which is not in the address of the page. It is set when people who work for the council search, and lasts a day.
- __Host-muster-said carries a message such as “Your name is saved” to the next page. It lasts a minute at most, or until you have seen it.

They are sent only to this site, over an encrypted connection, and cannot be read by scripts.

At a door the page keeps the names of those expected in your browser, enciphered, for a day at most, and what you pressed until it is sent. In a safeguarding audit it keeps what could not be saved yet, at most until you close the window. Neither is sent to anyone else.

## If you do not want them
You can delete cookies, or refuse them, in your browser's settings. You can then still read the public pages, but not sign in.`

const complaint = `You can complain if you think that {council} has not used your personal information properly: for instance that we hold something wrong, sent it to somebody who should not have it, or did not answer your request.

## How to complain
Use the form on this page. Or write to {contact}, or to our data protection officer, {officer}, and say:
- that it is a complaint about data protection
- what happened, and when
- what you would like us to do
- how we can reach you

You do not need an account, and somebody else can complain for you. If you need help, or another format or language, tell us.

## What happens then
- We acknowledge your complaint within 30 days of getting it. If you use the form we do so by email at once; otherwise usually within 3 working days.
- We look into it without undue delay, ask you if anything is unclear, and tell you how we are getting on.
- We aim to answer within one month. When we have finished, we tell you without undue delay what we found and what we will do.

## If you are not content with our answer
You can complain to the Information Commissioner's Office, which oversees data protection in the United Kingdom:
- https://ico.org.uk/make-a-complaint/
- telephone 0303 123 1113
- Information Commissioner's Office, Wycliffe House, Water Lane, Wilmslow, Cheshire SK9 5AF

The Commissioner's Office usually expects you to have complained to us first. You may also ask a court to enforce your rights.`

export const defaultPages: Record<PageKey, string> = { privacy, cookies, accessibility, complaint }
