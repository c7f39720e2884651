/// The look of our pages: one style sheet, for light and dark, wide and narrow, without anything to load.
enum PageStyle {
    static let sheet: StaticString = """
        :root {
          color-scheme: light dark;
          --paper: #f5f6f8; --card: #ffffff; --ink: #15181e; --soft: #59616e; --line: #e2e5ea;
          --good: #0b7a53; --good-soft: #dff5ea; --accent: #3457d5; --accent-soft: #e9edfc;
          --shadow: 0 1px 2px rgb(16 24 40 / .05), 0 8px 24px rgb(16 24 40 / .06);
          --mono: ui-monospace, "SF Mono", "Cascadia Code", "JetBrains Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace;
        }
        @media (prefers-color-scheme: dark) {
          :root {
            --paper: #0e1116; --card: #171b22; --ink: #e9ecf1; --soft: #98a1b0; --line: #272d38;
            --good: #4fd6a0; --good-soft: #10302a; --accent: #8ea6ff; --accent-soft: #1c2542;
            --shadow: 0 1px 2px rgb(0 0 0 / .4);
          }
        }
        * { box-sizing: border-box; margin: 0; }
        body {
          background: var(--paper); color: var(--ink); line-height: 1.5;
          font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", sans-serif;
          padding: clamp(1rem, 4vw, 3.5rem) clamp(1rem, 4vw, 2rem); -webkit-text-size-adjust: 100%;
        }
        main, footer { max-width: 64rem; margin: 0 auto; }
        header { display: flex; align-items: center; gap: clamp(1rem, 3vw, 1.75rem); margin-bottom: 2.25rem; }
        .seal {
          flex: none; width: clamp(3.5rem, 9vw, 5rem); aspect-ratio: 1; border-radius: 30%;
          display: grid; place-items: center; background: var(--good-soft); color: var(--good);
        }
        .seal svg { width: 52%; height: 52%; }
        h1 { font-size: clamp(1.6rem, 4.6vw, 2.6rem); line-height: 1.12; letter-spacing: -.025em; font-weight: 700; }
        h1 em { font-style: normal; color: var(--good); white-space: nowrap; }
        header p { color: var(--soft); margin-top: .4rem; font-size: 1.05rem; overflow-wrap: anywhere; }
        section { margin-top: 2.25rem; }
        h2 { font-size: .8rem; font-weight: 650; letter-spacing: .08em; text-transform: uppercase; color: var(--soft); margin-bottom: .75rem; }
        .grid { display: grid; gap: .875rem; grid-template-columns: repeat(auto-fill, minmax(min(100%, 14.5rem), 1fr)); }
        .card { background: var(--card); border: 1px solid var(--line); border-radius: 14px; box-shadow: var(--shadow); }
        .fact { padding: 1rem 1.1rem 1.1rem; display: flex; flex-direction: column; min-width: 0; }
        .fact dt { font-size: .85rem; color: var(--soft); }
        .fact dd { font: 600 .98rem/1.35 var(--mono); margin: .15rem 0 .45rem; overflow-wrap: anywhere; letter-spacing: -.02em; }
        .fact dd.none { color: var(--soft); font-weight: 400; }
        .fact dd.why { font: inherit; font-size: .875rem; line-height: 1.45; color: var(--soft); margin: 0; letter-spacing: 0; }
        .ladder { list-style: none; padding: .4rem 1.2rem; }
        .ladder li { display: grid; grid-template-columns: 5.25rem 1fr; gap: .25rem 1rem; padding: .8rem 0; border-top: 1px solid var(--line); }
        .ladder li:first-child { border-top: 0; }
        .who { font-size: .8rem; font-weight: 600; padding: .16rem 0; border-radius: 99px; text-align: center; align-self: start; white-space: nowrap; }
        .you { background: var(--accent-soft); color: var(--accent); }
        .us { background: var(--good-soft); color: var(--good); }
        .what { font: 600 .93rem/1.5 var(--mono); letter-spacing: -.02em; }
        .what small { display: block; font: .875rem/1.45 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; letter-spacing: 0; color: var(--soft); }
        .numbers { display: flex; flex-wrap: wrap; padding: .3rem 0; }
        .numbers div { flex: 1 1 10rem; padding: .75rem 1.2rem; min-width: 0; }
        .numbers dt { font-size: .85rem; color: var(--soft); }
        .numbers dd { font: 600 .98rem/1.4 var(--mono); letter-spacing: -.02em; overflow-wrap: anywhere; }
        .request { padding: 1.1rem 1.2rem; font: .86rem/1.65 var(--mono); overflow-wrap: anywhere; }
        .request .line { font-weight: 600; padding-bottom: .6rem; margin-bottom: .6rem; border-bottom: 1px solid var(--line); }
        .request .method { color: var(--good); }
        .request .field { padding-left: 1.5rem; text-indent: -1.5rem; }
        .request b { font-weight: 600; color: var(--accent); }
        footer { margin-top: 2.5rem; color: var(--soft); font-size: .875rem; display: flex; flex-wrap: wrap; gap: .3rem 1.2rem; justify-content: space-between; }
        a { color: var(--accent); text-underline-offset: .15em; }
        @media (max-width: 34rem) { .ladder li { grid-template-columns: 1fr; } .who { justify-self: start; padding-inline: .7rem; } }
        """
}
