/**
 * The page layout, in Typst. It reads `data.json`; text of evidence arrives there as strings and is set with `text`, so
 * it is never markup. A text is a string, or a list of strings and marks `(u: "U+202E")`; `r` asks for right-to-left.
 *
 * A line of the transcript is one block with a hanging number, not a row of a table: Typst lays out each cell of a table
 * twice, which took a third more time and half as much memory again.
 */
export const TEMPLATE = String.raw`
#let d = json("data.json")
#let m = d.meta

#let ink = rgb("#1b1f24")
#let mute = rgb("#5a6470")
#let hair = rgb("#d0d6dd")
#let soft = rgb("#f4f6f8")
#let outgoing = rgb("#2f6690")
#let tones = (
  deleted: (ink: rgb("#9b1c18"), fill: rgb("#fbeceb")),
  recovered: (ink: rgb("#7d4b00"), fill: rgb("#fdf3e1")),
  log: (ink: rgb("#3d4f73"), fill: rgb("#eef1f8")),
  plain: (ink: ink, fill: none),
  system: (ink: mute, fill: none),
)

#set document(title: m.title, date: datetime(year: m.date.at(0), month: m.date.at(1), day: m.date.at(2), hour: m.date.at(3), minute: m.date.at(4), second: m.date.at(5)))
#set text(font: m.fonts, fallback: false, size: 8.5pt, fill: ink, lang: "en", hyphenate: false)
#set par(justify: false, leading: 0.5em, spacing: 0.55em)

#let mark(name) = box(stroke: 0.3pt + rgb("#7a1fa2"), inset: (x: 1pt), outset: (y: 1pt), radius: 1pt, text(size: 0.72em, fill: rgb("#7a1fa2"), dir: ltr, name))
#let tx(v) = if type(v) == str { v } else { for p in v { if type(p) == str { text(p) } else { mark(p.u) } } }
#let small(body) = text(size: 7pt, fill: mute, body)
#let mono(body) = text(font: m.mono, size: 0.84em, body)
#let place(body) = text(font: m.mono, size: 5.6pt, fill: mute, body)
#let evidence(v, r) = if r { par(text(dir: rtl, lang: "ar", tx(v))) } else { par(tx(v)) }

#set page(
  paper: "a4",
  margin: (left: 16mm, right: 14mm, top: 22mm, bottom: 18mm),
  header: context {
    set text(size: 7pt, fill: mute)
    grid(columns: (1fr, auto), tx(m.headLeft), tx(m.headRight))
    v(-0.35em)
    line(length: 100%, stroke: 0.4pt + hair)
  },
  footer: context {
    set text(size: 7pt, fill: mute)
    grid(columns: (1fr, auto), tx(m.footLeft), [#m.pageWord #counter(page).display() #m.ofWord #counter(page).final().first()])
  },
)

#show heading.where(level: 1): it => block(above: 1.8em, below: 0.8em, width: 100%, stroke: (bottom: 0.6pt + ink), inset: (bottom: 3pt), sticky: true, text(size: 12.5pt, weight: 700, it.body))
#show heading.where(level: 2): it => block(above: 1.6em, below: 0.5em, sticky: true, text(size: 10pt, weight: 700, it.body))

#let cell(c) = {
  let body = if c.at("code", default: false) { mono(tx(c.t)) } else { tx(c.t) }
  body
}

#let headcell(c) = text(size: 7pt, weight: 700, fill: mute, c)

#let part(p) = if p.as == "text" {
  par(text(fill: mute, tx(p.t)))
} else if p.as == "commands" {
  block(fill: soft, inset: 6pt, width: 100%, text(font: m.mono, size: 7.5pt, p.text))
} else if p.as == "facts" {
  grid(columns: (38mm, 1fr), row-gutter: 0.6em, ..p.pairs.map(x => (text(fill: mute, x.at(0)), cell(x.at(1)))).flatten())
} else {
  set text(size: 7.5pt)
  if p.rows.len() == 0 { par(text(fill: mute, m.none)) } else {
    table(
      columns: p.widths.map(w => w * 1fr),
      stroke: none,
      inset: (x: 3pt, y: 2.6pt),
      align: p.right.map(r => if r { right } else { left }),
      table.header(..p.heads.map(h => table.cell(stroke: (bottom: 0.5pt + ink), headcell(h)))),
      ..p.rows.flatten().map(c => table.cell(stroke: (bottom: 0.3pt + hair), cell(c))),
    )
  }
}

#let sections(list) = for s in list {
  heading(level: 1, s.title)
  for p in s.parts { part(p) }
}

#let quoted(b) = block(stroke: (left: 1.2pt + hair), inset: (left: 5pt, y: 1pt), spacing: 0.5em, {
  small(tx(b.t))
  if b.at("body", default: none) != none { evidence(b.body, b.r) }
  if b.at("left", default: none) != none { par(small(b.left)) }
  if b.at("foot", default: none) != none { par(small(tx(b.foot))) }
})

#let broken = sys.inputs.at("broken", default: "").split(" ")
#let picture(p) = if p.name in broken {
  par(small(m.notDrawn))
} else {
  block(spacing: 0.5em, image(p.name, width: p.w * 1pt, height: p.h * 1pt, alt: m.pictureOf + " " + p.name))
}

#let blockof(b) = if b.as == "body" {
  evidence(b.t, b.r)
  if b.at("left", default: none) != none { par(small(b.left)) }
} else if b.as == "note" {
  par(small(tx(b.t)))
  if b.at("picture", default: none) != none { picture(b.picture) }
} else if b.as == "banner" {
  par(text(weight: 700, size: 7.5pt, fill: tones.at(b.tone).ink, tx(b.t)))
  if b.at("why", default: none) != none { par(small(tx(b.why))) }
} else {
  quoted(b)
}

#let gutter = 11mm
#let entry(l) = {
  let tone = tones.at(l.tone)
  block(
    width: 100%,
    breakable: l.long,
    spacing: 0pt,
    inset: (left: gutter, right: if tone.fill == none { 0pt } else { 2pt }, y: 2.6pt),
    fill: tone.fill,
    stroke: (bottom: 0.3pt + hair, left: if tone.fill == none { none } else { 1.6pt + tone.ink }),
    {
      par(first-line-indent: (amount: -gutter, all: true), {
        text(size: 7pt, fill: mute, l.n)
        h(2.5mm)
        text(weight: 700, fill: if l.out { outgoing } else { ink }, tx(l.sender))
        small({ "  "; tx(l.who) })
        h(1fr)
        text(size: 7.5pt, l.when)
        small(l.utc)
      })
      {
        set text(fill: tone.ink) if l.tone == "system"
        for b in l.blocks { blockof(b) }
      }
      par(place(tx(l.places)))
    },
  )
}

#if d.front != none [
  #v(4mm)
  #text(size: 20pt, weight: 700, tx(m.titleText))
  #v(-0.6em)
  #for s in m.subtitle { par(text(fill: mute, tx(s))) }
  #v(2mm)
  #sections(d.front)
] else [
  #text(size: 13pt, weight: 700, tx(m.titleText))
  #for s in m.subtitle { par(text(fill: mute, tx(s))) }
]

#heading(level: 1, m.transcript)
#par(text(fill: mute, if d.conversations.len() == 0 { m.noLines } else { m.lead }))
#for c in d.conversations {
  heading(level: 2, tx(c.title))
  block(below: 0.7em, sticky: true, for s in c.sub { par(small(tx(s))) })
  for l in c.lines { entry(l) }
}

#if d.back != none { sections(d.back) }
`;
