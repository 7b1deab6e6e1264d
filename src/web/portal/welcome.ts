const words = {
  vi: {
    title: 'Bình Yên – Toàn dân bảo vệ an ninh Tổ quốc',
    emergency: 'Nguy hiểm ngay lúc này? Gọi',
    heading: 'Bình Yên',
    lead: 'Nơi ghi nhận việc chung của phong trào Toàn dân bảo vệ an ninh Tổ quốc: mỗi con số đều mở ra được đến nguồn của nó.',
    soon: 'Gửi tin, theo dõi tin đã gửi và xem số liệu khu vực của bạn sẽ mở tại trang này.',
    staff: 'Cán bộ đăng nhập',
    other: 'English',
    otherLang: 'en',
    skip: 'Đến nội dung chính',
  },
  en: {
    title: 'Bình Yên – All people protect national security',
    emergency: 'In danger right now? Call',
    heading: 'Bình Yên',
    lead: 'The record of what the movement does for safe neighbourhoods: every figure opens down to where it comes from.',
    soon: 'Sending a tip, following it and seeing the figures of your own area will open on this page.',
    staff: 'Staff sign-in',
    other: 'Tiếng Việt',
    otherLang: 'vi',
    skip: 'To the main content',
  },
} as const;

/** The portal's first page: plain HTML that works without scripts. */
export function welcomePage(lang: 'vi' | 'en'): string {
  const say = words[lang];
  return `<!doctype html>
<html lang="${lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${say.title}</title>
<link rel="stylesheet" href="/portal.css">
</head>
<body>
<a class="skip" href="#main">${say.skip}</a>
<p class="emergency" role="note">${say.emergency} <a href="tel:113">113</a> · <a href="tel:114">114</a> · <a href="tel:115">115</a></p>
<main id="main">
<h1>${say.heading}</h1>
<p class="lead">${say.lead}</p>
<p>${say.soon}</p>
<p><a class="door" href="/staff">${say.staff}</a></p>
</main>
<footer><a href="/?lang=${say.otherLang}" lang="${say.otherLang}" hreflang="${say.otherLang}">${say.other}</a></footer>
</body>
</html>`;
}

export const welcomeStyle = `
:root { color-scheme: light dark; --ink: #1b2a2f; --paper: #fbfaf7; --line: #ddd8ce; --primary: #0b5d57; --on-primary: #ffffff; --danger: #b3261e; --on-danger: #ffffff; }
@media (prefers-color-scheme: dark) { :root { --ink: #ece9e2; --paper: #14201f; --line: #3a4746; --primary: #7fd0c7; --on-primary: #0c2220; --danger: #8c1d18; --on-danger: #ffffff; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
.skip { position: absolute; left: -999px; }
.skip:focus { left: 8px; top: 8px; background: var(--paper); padding: 8px; }
.emergency { margin: 0; padding: 12px 16px; background: var(--danger); color: var(--on-danger); font-weight: 600; }
.emergency a { color: inherit; display: inline-block; padding: 8px 6px; }
main { max-width: 640px; margin: 0 auto; padding: 32px 16px; }
h1 { font-size: 28px; margin: 0 0 8px; }
.lead { font-size: 20px; }
.door { display: inline-block; padding: 12px 20px; border-radius: 8px; background: var(--primary); color: var(--on-primary); text-decoration: none; font-weight: 600; }
.door:focus-visible, a:focus-visible { outline: 3px solid var(--ink); outline-offset: 2px; }
footer { max-width: 640px; margin: 0 auto; padding: 16px; border-top: 1px solid var(--line); }
footer a { color: inherit; display: inline-block; padding: 8px 0; }
`;
