//! How reports look: a logo, a colour and a name, for all vaults of this program.

use super::{Nothing, input, view};
use crate::{ChosenFile, Desk, Job, Problem, files};
use assay_message::message;
use assay_report::theme::{LARGEST_LOGO, Logo, Rgb, Theme};
use base64ct::{Base64, Encoding};
use serde::{Deserialize, Serialize};

/// What becomes of the logo.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum LogoChange {
    /// It stays.
    #[default]
    Keep,
    /// Reports have none.
    Remove,
    /// It is in this file: PNG or JPEG.
    Take(ChosenFile),
}

input! {
    /// What of the look is to change.
    LookChange {
        /// The colour of headings, rules and the cover, as `#RRGGBB`; empty for the program's own. It stays when left out.
        #[serde(default)]
        accent: Option<String>,
        /// The name on the cover; empty for the organisation that the assessment names. It stays when left out.
        #[serde(default)]
        organisation: Option<String>,
        /// The logo on the cover.
        #[serde(default)]
        logo: LogoChange,
    }
}

view! {
    /// How reports look.
    Look {
        /// The colour that was chosen, as `#RRGGBB`; empty for the program's own.
        accent: String,
        /// The same as it is drawn: dark enough for text on paper. Empty for the program's own.
        drawn: String,
        /// The name on the cover; empty for the organisation that the assessment names.
        organisation: String,
        /// The logo on the cover.
        logo: Option<LogoView>,
    }
    /// A logo.
    LogoView {
        /// Its width in pixels.
        width: u32,
        /// Its height in pixels.
        height: u32,
        /// It as a URL of the scheme `data`.
        picture: String,
    }
}

/// What is read as a logo.
const LOGO: files::Limit = files::Limit { bytes: LARGEST_LOGO, what: || message!("logos") };
/// The longest name, in characters: it stands in one line beside the logo.
const LONGEST_NAME: usize = 60;

fn shown(theme: &Theme) -> Look {
    let Theme { logo, accent, organisation } = theme;
    let written = |colour: Option<Rgb>| colour.map_or_else(String::new, |colour| colour.to_string());
    Look {
        accent: written(*accent),
        drawn: written(accent.map(Rgb::readable)),
        organisation: organisation.clone(),
        logo: logo.as_ref().map(|logo| {
            let (width, height) = logo.size();
            let picture = format!("data:image/png;base64,{}", Base64::encode_string(logo.png()));
            LogoView { width, height, picture }
        }),
    }
}

/// How reports look.
pub fn look(desk: &Desk, _: Nothing, _: &Job) -> Result<Look, Problem> {
    Ok(shown(&desk.theme()?))
}

/// Changes how reports look from now on. Issued ones stay as they are.
pub fn change_look(desk: &Desk, input: LookChange, _: &Job) -> Result<Look, Problem> {
    let mut theme = desk.theme()?;
    if let Some(accent) = input.accent.as_deref().map(str::trim) {
        theme.accent = if accent.is_empty() { None } else { Some(accent.parse()?) };
    }
    if let Some(organisation) = input.organisation.as_deref().map(str::trim) {
        let count = organisation.chars().count();
        if count > LONGEST_NAME || organisation.contains(char::is_control) {
            return Err(Problem::new(
                "organisation",
                message!(
                    "The name on the cover is one line of at most {LONGEST_NAME} characters, and this one has {count}. The look of \
                     reports stays as it was."
                ),
            ));
        }
        theme.organisation = organisation.to_owned();
    }
    match &input.logo {
        LogoChange::Keep => {}
        LogoChange::Remove => theme.logo = None,
        LogoChange::Take(file) => {
            theme.logo = Some(Logo::read(&files::read(&desk.path_of(file)?, LOGO)?)?);
        }
    }
    desk.keep_theme(&theme)?;
    Ok(shown(&theme))
}

/// Goes back to the program's own look.
pub fn reset_look(desk: &Desk, _: Nothing, _: &Job) -> Result<Look, Problem> {
    desk.keep_theme(&Theme::default())?;
    Ok(shown(&Theme::default()))
}
