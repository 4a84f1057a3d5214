// The model statement of the Public Sector Bodies (Websites and Mobile Applications) (No. 2)
// Accessibility Regulations 2018. A council must test its own deployment and correct this first.
export const accessibility = `This accessibility statement applies to {service}, which is run by {council}. We want as many people as possible to be able to use it. That means that you should be able to:
- change colours, contrast levels and fonts with your browser or device
- zoom in up to 400% without the text spilling off the screen
- get from one end of the service to the other using a keyboard or speech recognition software
- listen to it using a screen reader
- use all of it without JavaScript

We have also made the text as simple as we can. AbilityNet has advice on making your device easier to use: https://mcmw.abilitynet.org.uk/

## How accessible this website is
We know of these parts that are not fully accessible:
- calendar entries open in your own calendar program, and how accessible that is depends on the program
- wide tables scroll sideways on a small screen
- documents and meeting links that organisers add to an event may not be accessible

## Feedback and contact information
If you need information on this website in a different format such as large print, easy read, audio or braille, or need an arrangement at an event, contact {contact}. We consider your request and answer within 10 working days.

## Reporting accessibility problems with this website
We always look to improve. If you find a problem that is not listed on this page, or think that we do not meet the accessibility requirements, contact {contact}.

## Enforcement procedure
The Equality and Human Rights Commission (EHRC) is responsible for enforcing the Public Sector Bodies (Websites and Mobile Applications) (No. 2) Accessibility Regulations 2018 (the “accessibility regulations”). If you are not happy with how we answer your complaint, contact the Equality Advisory and Support Service (EASS): https://www.equalityadvisoryservice.com/

## Contacting us by telephone or visiting us in person
Contact {contact} beforehand and tell us what you need, such as a British Sign Language interpreter or an induction loop. We arrange it where we can.

## Technical information about this website's accessibility
{council} is committed to making its website accessible, in accordance with the accessibility regulations.

## Compliance status
This website is partially compliant with the Web Content Accessibility Guidelines version 2.2 AA standard ( https://www.w3.org/TR/WCAG22/ ), due to the non-compliances and exemptions listed below.

## Non-accessible content
The content listed below is not accessible for the following reasons.

## Non-compliance with the accessibility regulations
- Tables of many columns need scrolling in two directions on a narrow screen. Tables are exempt from success criterion 1.4.10 (reflow), but it is less convenient; each table can also be downloaded as CSV or the same facts are on the pages it leads to.
- This statement has not yet been checked by people who use assistive technology in an independent audit, so there may be problems that we do not know of.

## Disproportionate burden
We do not claim that fixing any problem would be a disproportionate burden.

## Content that is not within the scope of the accessibility regulations
Calendar programs, mail programs and online meeting services that you use together with this website belong to others and are not under our control.

## What we are doing to improve accessibility
Every change to the software is tested automatically before it is released. We put right problems that are reported to us, and record them here until they are.

## Preparation of this accessibility statement
This statement was prepared on 24 November 2026. It was last reviewed on 24 November 2026.

The software was tested by its makers. Every page was examined in a real browser with axe-core against WCAG 2.2 A and AA, at desktop and phone width, and used with the keyboard alone and without JavaScript.`
