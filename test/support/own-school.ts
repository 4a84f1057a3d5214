/** Words that call whoever reads them a school; years, days and hours of schools are so for everybody. */
export const ownSchool = /\b(?:your|my) schools?\b|\bth(?:e|e whole|is) school\b(?! (?:year|day|hour|holiday|term))/i
