namespace Copositive.Networks;

/// <summary>How the <c>label</c> column of a data file becomes targets.</summary>
public enum LabelEncoding
{
    /// <summary>Labels are classes 0, 1, …, c − 1 and label k becomes the unit vector e_k of R^c, c = 1 + the largest label.</summary>
    OneHot,

    /// <summary>Labels are real numbers and become a single target column as they are.</summary>
    Raw,
}
